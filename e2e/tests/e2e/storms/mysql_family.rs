//! MariaDB and MySQL.

use testkit::{LoginClient, LoginError, Password, Resumption, Session};

use super::{Begun, IAM_USER, LOCAL_PASSWORD, LOCAL_USER, Refusal, Target};
use crate::clusters::{Cluster, MASTER, MASTER_PASSWORD};

/// Which of the two, as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Product {
    MariaDb,
    MySql,
}

pub struct MySqlFamily<'s> {
    cluster: Cluster<'s>,
    product: Product,
    client: LoginClient,
}

impl<'s> MySqlFamily<'s> {
    /// A cluster, with what a storm needs in it.
    pub fn prepared(cluster: Cluster<'s>) -> Self {
        let ca = cluster.stand_in.data_dir().join("global-bundle.pem");
        let client = LoginClient::over_tls(cluster.port, &ca, Resumption::Off);
        let mut target = Self {
            cluster,
            product: Product::MySql,
            client,
        };
        if target.log_in(MASTER, MASTER_PASSWORD).is_err() {
            target.product = Product::MariaDb;
        }
        let mut master = target.master();
        for statement in [
            "CREATE DATABASE storm",
            "CREATE TABLE storm.orders (id INT AUTO_INCREMENT PRIMARY KEY)",
            &format!("CREATE USER {IAM_USER} IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'"),
            &format!("CREATE USER {LOCAL_USER} IDENTIFIED BY '{LOCAL_PASSWORD}'"),
            &format!("GRANT ALL ON storm.* TO {IAM_USER}"),
            &format!("GRANT ALL ON storm.* TO {LOCAL_USER}"),
        ] {
            master.query(statement).unwrap();
        }
        target
    }

    pub fn into_cluster(self) -> Cluster<'s> {
        self.cluster
    }

    fn log_in(&self, user: &str, password: &str) -> Result<Session, LoginError> {
        let password = password.as_bytes().to_vec();
        let password = match self.product {
            Product::MariaDb => Password::Native(password),
            Product::MySql => Password::Sha2(password),
        };
        self.client.log_in(user, &password)
    }

    fn master(&self) -> Session {
        self.log_in(MASTER, MASTER_PASSWORD).unwrap()
    }
}

impl Target for MySqlFamily<'_> {
    type Connection = Session;

    fn cluster(&self) -> &Cluster<'_> {
        &self.cluster
    }

    fn log_in_by_token(&self, token: &str) -> Result<Session, Refusal> {
        let password = Password::Clear(token.into());
        self.client.log_in(IAM_USER, &password).map_err(refusal)
    }

    fn log_in_by_password(&self) -> Result<Session, Refusal> {
        self.log_in(LOCAL_USER, LOCAL_PASSWORD).map_err(refusal)
    }

    fn off(&self) -> Refusal {
        match self.product {
            Product::MariaDb => Refusal::Off,
            Product::MySql => Refusal::Denied,
        }
    }

    fn log_out(&self, connection: Session) {
        connection.quit().unwrap();
    }

    fn begin(&self, connection: &mut Session) {
        for statement in [
            "USE storm",
            "START TRANSACTION",
            "INSERT INTO orders VALUES ()",
        ] {
            connection.query(statement).unwrap();
        }
    }

    fn orders(&self) -> usize {
        let count = self.master().value("SELECT COUNT(*) FROM storm.orders");
        count.unwrap().parse().unwrap()
    }

    fn connections(&self) -> usize {
        let status = "SHOW GLOBAL STATUS LIKE 'Threads_connected'";
        let rows = self.master().query(status).unwrap();
        rows[0][1].as_ref().unwrap().parse().unwrap()
    }

    fn begin_login(&self, token: &str, octets: usize) -> Begun {
        let password = Password::Clear(token.into());
        let begun = self.client.begin(IAM_USER, &password, octets).unwrap();
        Begun::new(begun.sent, begun)
    }
}

fn refusal(error: LoginError) -> Refusal {
    match error.code() {
        Some(1045) => Refusal::Denied,
        Some(1524) => Refusal::Off,
        _ => Refusal::Fault(error.to_string()),
    }
}
