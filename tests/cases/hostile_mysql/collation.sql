create table victim (a text collate `utf8mb4_bin, drop column b`, b int);
