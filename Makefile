# Two commands do it all on a fresh Debian or Ubuntu machine with Rust: `make up` and `make test`.

SHELL := /bin/bash
CARGO ?= cargo
SUDO := $(shell [ "$$(id -u)" = 0 ] || command -v sudo)
# Debian's and Ubuntu's MariaDB and MySQL displace each other. A MySQL that is installed is somebody's own: it stays, and is what
# `up` runs.
MYSQL := $(shell dpkg-query -W -f='$${Package} $${Status}\n' 'mysql-*server*' 2>/dev/null | grep -m1 'ok installed')
MARIADB_PACKAGES := mariadb-server mariadb-client libmariadb-dev
APT_PACKAGES := $(if $(MYSQL),,$(MARIADB_PACKAGES)) postgresql libpam0g-dev python3 python3-venv curl gcc make

.PHONY: up test build check bench bench-api sdk drivers storms deps engines clients deny help

help: ## Show what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

up: deps build ## Install what is missing, build, and run the stand-in (Ctrl-C stops it)
	@exec target/release/sekisho up --sample $(ARGS)

build: ## Build the program and the native module
	@$(CARGO) build --release --locked -p sekisho -p aws-auth -p pam-rds-iam

test: APT_PACKAGES += valgrind
test: deps engines ## Everything: unit, property, real servers, the walk with unmodified clients
	@$(CARGO) build --locked -p sekisho -p aws-auth -p pam-rds-iam
	@$(CARGO) test --locked --workspace

check: ## Formatting, lints, house rules, lock files beside the workspace's
	@$(CARGO) fmt --all --check
	@$(CARGO) clippy --locked --workspace --all-targets -- -D warnings
	@$(CARGO) xtask layout
	@for lock in $$(git ls-files '*/Cargo.lock'); do \
	  $(CARGO) update --quiet --workspace --locked --manifest-path "$${lock%lock}toml" || exit; done

bench: APT_PACKAGES += time
bench: deps engines build ## Speed on every engine, as ratios in one run, each beside its bar (ten minutes; keep the machine quiet)
	@$(CARGO) bench --locked --quiet --profile release -p iam --bench login
	@$(CARGO) bench --locked --quiet --profile release -p e2e --bench logins

bench-api: deps build ## GetUser and CreateUser per second and memory, beside moto_server (some minutes)
	@$(CARGO) bench --locked --quiet --profile release -p e2e --bench api

NODE := $(if $(shell command -v npm),,nodejs npm)
sdk: APT_PACKAGES += $(NODE)
sdk: deps clients ## The AWS SDKs for Rust, JavaScript and Go, and the walks by AWS CLI 2 (half an hour: they are compiled)
	@$(CARGO) build --locked -p sekisho -p aws-auth -p pam-rds-iam
	@$(CARGO) test --locked --manifest-path e2e/sdk/Cargo.toml --target-dir target
	@$(CARGO) test --locked -p e2e -- --ignored --nocapture sdk::
	@cli=$$(scripts/clients --folder)/awscli/usr/bin; \
	if [ -x "$$cli/aws" ]; then SEKISHO_AWS_CLI=$$cli $(CARGO) test --locked -p e2e -- \
	  databases:: postgresql::the_walk readme:: switch:: tutorials:: walk::; \
	else echo '!!! SKIPPED: AWS CLI 2, which make clients has not unpacked' >&2; fi

drivers: APT_PACKAGES += php-cli php-mysql php-pgsql libdbd-mysql-perl libdbd-mariadb-perl libdbd-pg-perl ruby ruby-mysql2 ruby-pg \
  pkg-config python3-dev $(NODE) $(if $(shell command -v javac),,default-jdk-headless)
drivers: deps engines clients ## Log in with every driver of docs/clients.md (pip, npm and cargo bring some of them)
	@$(CARGO) build --locked -p sekisho -p aws-auth -p pam-rds-iam
	@$(CARGO) test --locked -p e2e -- --ignored --nocapture drivers::

storms: deps engines ## What each engine stands in full: 100,000 logins, 500 switches, agents killed or mad (most of an hour)
	@$(CARGO) build --locked -p sekisho -p aws-auth -p pam-rds-iam
	@$(CARGO) test --locked -p e2e -p aws-auth -p pam-rds-iam -- --ignored --nocapture --test-threads=1 storms::

deps: ## Install the system packages that are missing
	@missing=(); for package in $(APT_PACKAGES); do \
	  dpkg-query -W -f='$${Status}' "$$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$$package"); done; \
	if [ "$${#missing[@]}" -gt 0 ]; then \
	  echo "· installing $${missing[*]}"; \
	  $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get -qq update && \
	  $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-remove --no-install-recommends "$${missing[@]}" >/dev/null; fi

engines: ## Unpack the database servers that tests run on besides the installed ones
	@scripts/engines

clients: ## Unpack AWS CLI 2, Go with its AWS SDK and drivers, and Java's drivers, for sdk and drivers
	@scripts/clients

deny: ## Licences, bans and advisories of everything that is linked (needs cargo-deny)
	@$(CARGO) deny check
