# The default context checks the certificate and the name.
import asyncio
import ssl

import asyncpg

from told import ca, host, port, token, user


async def main():
    connection = await asyncpg.connect(
        host=host, port=port, user=user, password=token, database="postgres",
        ssl=ssl.create_default_context(cafile=ca),
    )
    print(await connection.fetchval("SELECT CURRENT_USER"))
    await connection.close()


asyncio.run(main())
