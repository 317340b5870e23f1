create table victim (a text, b int, key k (b) key_block_size = '5, drop column b');
