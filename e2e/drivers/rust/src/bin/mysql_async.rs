//! `mysql_async`. The clear-text plugin is off unless asked for.

use drivers::{Login, Outcome};
use mysql_async::prelude::Queryable as _;
use mysql_async::{Conn, OptsBuilder, SslOpts};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome {
    let login = Login::told()?;
    let options = OptsBuilder::default()
        .ip_or_hostname(login.host)
        .tcp_port(login.port)
        .user(Some(login.user))
        .pass(Some(login.token))
        .prefer_socket(false)
        .enable_cleartext_plugin(true)
        .ssl_opts(SslOpts::default().with_root_certs(vec![login.ca.into()]));
    let mut connection = Conn::new(options).await?;
    let user: Option<String> = connection.query_first("SELECT CURRENT_USER()").await?;
    println!("{}", user.ok_or("no row")?);
    connection.disconnect().await?;
    Ok(())
}
