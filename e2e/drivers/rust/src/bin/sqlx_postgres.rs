//! `sqlx` on PostgreSQL. `VerifyCa` would check the certificate and not the name.

use drivers::{Login, Outcome};
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use sqlx::{ConnectOptions as _, Connection as _};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome {
    let login = Login::told()?;
    let mut connection = PgConnectOptions::new_without_pgpass()
        .host(&login.host)
        .port(login.port)
        .database("postgres")
        .username(&login.user)
        .password(&login.token)
        .ssl_mode(PgSslMode::VerifyFull)
        .ssl_root_cert(&login.ca)
        .connect()
        .await?;
    let user: String = sqlx::query_scalar("SELECT CURRENT_USER::text")
        .fetch_one(&mut connection)
        .await?;
    println!("{user}");
    connection.close().await?;
    Ok(())
}
