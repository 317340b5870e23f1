SELECT column_default FROM information_schema.columns WHERE table_name = 'orders' AND column_name = 'status'
