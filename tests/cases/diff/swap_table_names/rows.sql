INSERT INTO old_data VALUES (1, 'was old'); INSERT INTO new_data VALUES (1, 'was new');
