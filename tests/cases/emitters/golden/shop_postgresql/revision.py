"""create table orders and 8 more

Revision ID: 6fc29072fcb9
Revises:
Create Date: 2026-11-21 13:45:00

"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

# revision identifiers, used by Alembic.
revision = "6fc29072fcb9"
down_revision = None
branch_labels = None
depends_on = None
# plan 747feed80f683883f8b30b83dee5fc24bd68219affada1abee772f19402c3e56


def upgrade():
    # 1. create enum order_status
    op.execute("CREATE TYPE public.order_status AS ENUM ('pending', 'paid', 'shipped')")
    # 2. create table orders
    op.create_table(
        "orders",
        sa.Column(
            "id",
            postgresql.UUID(),
            server_default=sa.text("gen_random_uuid()"),
            nullable=False,
        ),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "status",
            postgresql.ENUM(name="order_status", schema="public", create_type=False),
            server_default=sa.text("'pending'"),
            nullable=False,
        ),
        sa.Column(
            "total",
            sa.Numeric(precision=10, scale=2),
            server_default=sa.text("0"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("orders_pkey")),
        sa.CheckConstraint("total >= 0", name=op.f("positive")),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["public.users.id"],
            name=op.f("orders_user_id_fkey"),
            ondelete="CASCADE",
        ),
        schema="public",
    )
    # 3. add column users.display_name character varying(300)
    op.add_column(
        "users",
        sa.Column("display_name", sa.String(length=300), nullable=True),
        schema="public",
    )
    # 4. change type users.email from character varying(200) to character varying(320)
    op.alter_column(
        "users",
        "email",
        existing_type=sa.String(length=200),
        type_=sa.String(length=320),
        schema="public",
    )
    # 5. add unique users_email_key on users
    #    add-unique-on-existing: fails if users has duplicates of (email)
    op.create_unique_constraint(
        op.f("users_email_key"),
        "users",
        ["email"],
        schema="public",
    )
    # 6. create index users_display_name_idx on users (display_name desc)
    op.create_index(
        op.f("users_display_name_idx"),
        "users",
        [sa.text('"display_name" DESC')],
        unique=False,
        postgresql_where=sa.text("email <> ''"),
        schema="public",
    )
    # 7. backfill users.display_name from first_name || ' ' || last_name
    op.execute("""DO $schemac$
BEGIN
  IF EXISTS (SELECT 1 FROM public.users WHERE display_name IS NULL AND (first_name || ' ' || last_name) IS NULL) THEN
    RAISE EXCEPTION USING ERRCODE = 'not_null_violation', MESSAGE = 'the backfill of users.display_name yields NULL for some rows; nothing was written: first_name || '' '' || last_name';
  END IF;
END
$schemac$""")
    op.execute(
        "UPDATE public.users SET display_name = first_name || ' ' || last_name WHERE display_name IS NULL"
    )
    # 8. set not null users.display_name
    op.alter_column(
        "users",
        "display_name",
        existing_type=sa.String(length=300),
        nullable=False,
        schema="public",
    )
    # 9. drop column users.legacy_code
    #    drop-column: deletes the values of users.legacy_code
    op.drop_column("users", "legacy_code", schema="public")


def downgrade():
    # undo 9. drop column users.legacy_code
    #    loses data: the values of users.legacy_code
    op.add_column(
        "users",
        sa.Column("legacy_code", sa.String(length=10), nullable=True),
        schema="public",
    )
    # undo 8. set not null users.display_name
    op.alter_column(
        "users",
        "display_name",
        existing_type=sa.String(length=300),
        nullable=True,
        schema="public",
    )
    # undo 6. create index users_display_name_idx on users (display_name desc)
    op.drop_index(op.f("users_display_name_idx"), table_name="users", schema="public")
    # undo 5. add unique users_email_key on users
    op.drop_constraint(
        op.f("users_email_key"),
        "users",
        type_="unique",
        schema="public",
    )
    # undo 4. change type users.email from character varying(200) to character varying(320)
    op.alter_column(
        "users",
        "email",
        existing_type=sa.String(length=320),
        type_=sa.String(length=200),
        schema="public",
    )
    # undo 3. add column users.display_name character varying(300)
    op.drop_column("users", "display_name", schema="public")
    # undo 2. create table orders
    op.drop_table("orders", schema="public")
    # undo 1. create enum order_status
    op.execute("DROP TYPE public.order_status")
