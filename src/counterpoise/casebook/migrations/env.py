"""What alembic runs: the migrations, on the connection and inside the transaction that migrating.py gives it."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
