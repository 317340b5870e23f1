-- The yardstick on SQLite: the bare catalogue of one file, by the pragmas that tell it.
SELECT type, name, tbl_name, sql FROM sqlite_schema;
SELECT m.name, c.* FROM sqlite_schema m JOIN pragma_table_xinfo(m.name) c WHERE m.type = 'table';
SELECT m.name, i.*, k.* FROM sqlite_schema m JOIN pragma_index_list(m.name) i JOIN pragma_index_xinfo(i.name) k WHERE m.type = 'table';
SELECT m.name, f.* FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table';
