create table victim (a text, b int) fill_factor = 'InnoDB, drop column b';
