create table victim (a text, b int) row_format = `dynamic, drop column b`;
