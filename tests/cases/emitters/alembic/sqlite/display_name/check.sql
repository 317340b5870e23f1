SELECT display_name, (SELECT count(*) FROM posts WHERE user_id = users.id) FROM users ORDER BY id;
