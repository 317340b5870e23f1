"""peers.py migra|alembic BEFORE AFTER: what others need to find the difference between two databases."""
import sys


def by_migra(before, after):
    from migra import Migration
    from sqlbag import S

    with S(before) as one, S(after) as other:
        migration = Migration(one, other)
        migration.set_safety(False)
        migration.add_all_changes()
        return migration.sql


def by_alembic(before, after):
    """Autogenerate compares a database with the program's own tables; here those are read from the other database."""
    import sqlalchemy
    from alembic.autogenerate import produce_migrations, render_python_code
    from alembic.migration import MigrationContext

    wanted = sqlalchemy.MetaData()
    wanted.reflect(sqlalchemy.create_engine(after))
    with sqlalchemy.create_engine(before).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        return render_python_code(produce_migrations(context, wanted).upgrade_ops)


if __name__ == "__main__":
    tool, *sides = sys.argv[1:]
    print({"migra": by_migra, "alembic": by_alembic}[tool](*sides))
