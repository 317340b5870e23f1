create table victim (a text, b int) engine = 'InnoDB, drop column b';
