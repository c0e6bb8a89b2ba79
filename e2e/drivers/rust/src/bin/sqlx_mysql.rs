//! `sqlx` on MySQL and MariaDB. The clear-text plugin is off unless asked for; `VerifyCa` would check
//! the certificate and not the name.

use drivers::{Login, Outcome};
use sqlx::mysql::{MySqlConnectOptions, MySqlSslMode};
use sqlx::{ConnectOptions as _, Connection as _};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome {
    let login = Login::told()?;
    let mut connection = MySqlConnectOptions::new()
        .host(&login.host)
        .port(login.port)
        .username(&login.user)
        .password(&login.token)
        .ssl_mode(MySqlSslMode::VerifyIdentity)
        .ssl_ca(&login.ca)
        .enable_cleartext_plugin(true)
        .connect()
        .await?;
    let user: String = sqlx::query_scalar("SELECT CURRENT_USER()")
        .fetch_one(&mut connection)
        .await?;
    println!("{user}");
    connection.close().await?;
    Ok(())
}
