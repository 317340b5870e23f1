create table victim (a text, b int) partition by hash(b) partitions 4, drop column b;
