-- The yardstick on MySQL and MariaDB: the bare catalogue of one database, as information_schema spells it.
SELECT table_name, table_type, engine, row_format, table_collation, create_options, table_comment FROM information_schema.tables WHERE table_schema = DATABASE();
SELECT table_name, column_name, ordinal_position, column_default, is_nullable, column_type, collation_name, extra, column_comment, generation_expression
  FROM information_schema.columns WHERE table_schema = DATABASE();
SELECT table_name, index_name, non_unique, seq_in_index, column_name, collation, sub_part, index_type FROM information_schema.statistics WHERE table_schema = DATABASE();
SELECT table_name, constraint_name, column_name, ordinal_position, referenced_table_name, referenced_column_name
  FROM information_schema.key_column_usage WHERE table_schema = DATABASE();
SELECT table_name, constraint_name, referenced_table_name, update_rule, delete_rule FROM information_schema.referential_constraints WHERE constraint_schema = DATABASE();
SELECT constraint_name, check_clause FROM information_schema.check_constraints WHERE constraint_schema = DATABASE();
SELECT table_name, view_definition FROM information_schema.views WHERE table_schema = DATABASE();
SELECT trigger_name, event_object_table, action_timing, event_manipulation, action_statement FROM information_schema.triggers WHERE trigger_schema = DATABASE();
SELECT routine_name, routine_type, routine_definition FROM information_schema.routines WHERE routine_schema = DATABASE();
