/* A server of MySQL's family, as far as its login module is concerned: loads the library, installs the
 * plugin, lets users in as the server does. Compiled with MARIADB or MYSQL defined, whose structs differ.
 *
 *   host MODULE AGENT-SOCKET says|silent < LINES
 *
 * `says` is for the releases that tell a plugin whether there is TLS. The lines:
 *
 *   login TIMES CHANNEL USER AUTH-STRING PASSWORD   so many at a time, each on a thread of its own
 *   socket PATH                                     SET GLOBAL awsauthenticationplugin_agent_socket
 *   account TEXT                                    CREATE USER … BY and AS, on MySQL
 *   install                                         once more
 *
 * CHANNEL is tls, plain, unix, slow (TLS, whose first octets come one by one) or gone (nothing comes). A
 * `-` is an empty text. All that a plugin is given lies in a block of its exact size, holds nothing before
 * the server would have written it, and is gone when the server would have freed it: so a checker of memory
 * sees who reads too early, too much or too late. Exit codes other than 0 are faults of this program's. */

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <pthread.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct vio_info {
    int protocol, socket, tls;
};

struct vio {
    int (*read_packet)(struct vio *, unsigned char **);
    int (*write_packet)(struct vio *, const unsigned char *, int);
    void (*info)(struct vio *, struct vio_info *);
#ifdef MYSQL
    void *read_packet_nonblocking, *write_packet_nonblocking;
#endif
};

struct system_variable {
    int flags;
    const char *name, *comment;
    void *check;
    void (*update)(void *, struct system_variable *, void *, const void *);
    char **value;
    const char *default_value;
};

#ifdef MARIADB
enum { NAME_SIZE = 512 + 1, EXTERNAL_SIZE = 512 + 1 };
struct plugin {
    int type;
    struct auth *info;
    const char *name, *author, *description;
    int license;
    int (*init)(void *), (*deinit)(void *);
    unsigned version;
    void *status_variables;
    struct system_variable **system_variables;
    const char *version_info;
    unsigned maturity;
};
#else
enum { NAME_SIZE = 96 + 1, EXTERNAL_SIZE = 512 };
struct plugin {
    int type;
    struct auth *info;
    const char *name, *author, *description;
    int license;
    int (*init)(void *), (*check_uninstall)(void *), (*deinit)(void *);
    unsigned version;
    void *status_variables;
    struct system_variable **system_variables;
    void *reserved;
    unsigned long flags;
};
#endif

struct auth_info {
    const char *user;
    unsigned user_length;
    const char *auth_string;
    unsigned long auth_string_length;
    char authenticated_as[NAME_SIZE], external_user[EXTERNAL_SIZE];
    int password_used;
    const char *host;
    unsigned host_length;
#ifdef MARIADB
    void *thd;
#else
    const char *additional_auth_string;
    unsigned long additional_auth_string_length;
    unsigned *current_factor, factor;
#endif
};

struct auth {
    int interface_version;
    const char *client_plugin;
    int (*authenticate_user)(struct vio *, struct auth_info *);
#ifdef MARIADB
    void *hash_password, *preprocess_hash;
#else
    int (*generate)(char *, unsigned *, const char *, unsigned);
    int (*validate)(char *, unsigned);
    int (*set_salt)(const char *, unsigned, unsigned char *, unsigned char *);
    unsigned long flags;
    void *compare;
#endif
};

/* What a server keeps of a connection; a plugin knows its beginning. */
struct connection {
    struct vio vio;
    struct auth_info *info;
    const char *channel, *user, *auth_string, *password;
    int server, client, is_asked;
    pthread_t dripping;
    unsigned char *packet;
};

static struct auth *auth;
static int says_tls;
static __thread unsigned error_number;
static __thread int waiting;

static void fail(int code, const char *what) {
    fprintf(stderr, "host: %s\n", what);
    _exit(code);
}

static void *block(const void *octets, size_t size) {
    void *made = malloc(size ? size : 1);
    if (!made)
        fail(2, "no memory");
    if (octets)
        memcpy(made, octets, size);
    return made;
}

/* Functions of the server's that a plugin looks up by name. */

static void say(const char *format, va_list values) {
    char line[2048];
    vsnprintf(line, sizeof line, format, values);
    printf("log %s\n", line);
}

#ifdef MARIADB
#define LOG(function)                    \
    void function(const char *f, ...) {  \
        va_list values;                  \
        va_start(values, f);             \
        say(f, values);                  \
        va_end(values);                  \
    }
LOG(_Z21sql_print_informationPKcz)
LOG(_Z17sql_print_warningPKcz)
LOG(_Z15sql_print_errorPKcz)

void my_printf_error(unsigned error, const char *format, unsigned long flags, ...) {
    if (flags || strchr(format, '%'))
        fail(3, "my_printf_error with arguments");
    error_number = error;
}
#else
static void *handle;

void _Z21my_plugin_log_messagePPv16plugin_log_levelPKcz(void **plugin, int level, const char *format, ...) {
    va_list values;
    if (*plugin != handle || level < 0 || level > 2)
        fail(3, "a log message of another plugin");
    va_start(values, format);
    say(format, values);
    va_end(values);
}
#endif

void thd_wait_begin(void *thd, int kind) {
    if (thd || kind != 11 || waiting++)
        fail(3, "thd_wait_begin");
}

void thd_wait_end(void *thd) {
    if (thd || waiting-- != 1)
        fail(3, "thd_wait_end");
}

/* The connection. */

static void pair_over_tcp(int *server, int *client) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    *client = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(listener, (struct sockaddr *)&address, length) || listen(listener, 1) ||
        getsockname(listener, (struct sockaddr *)&address, &length) ||
        connect(*client, (struct sockaddr *)&address, length) || (*server = accept(listener, NULL, NULL)) < 0)
        fail(4, "no connection over TCP");
    close(listener);
}

static void *drip(void *client) {
    static const unsigned char record[] = {0x17, 0x03, 0x03, 0x01};
    for (size_t at = 0; at < sizeof record; at++) {
        usleep(20000);
        if (write(*(int *)client, record + at, 1) != 1)
            fail(4, "nobody reads");
    }
    return NULL;
}

/* The client is asked for its password once, whichever function of the plugin's comes first. */
static int ask_client(struct connection *connection) {
    static const unsigned char record[] = {0x17, 0x03, 0x03, 0x01}, packet[] = {6, 0, 0, 3};
    const char *channel = connection->channel;
    if (connection->is_asked++)
        return 0;
    if (strcmp(channel, "gone") == 0)
        return shutdown(connection->client, SHUT_WR);
    if (strcmp(channel, "slow") == 0)
        return pthread_create(&connection->dripping, NULL, drip, &connection->client);
    int is_tls = strcmp(channel, "tls") == 0;
    return write(connection->client, is_tls ? record : packet, 4) == 4 ? 0 : -1;
}

static int write_packet(struct vio *vio, const unsigned char *packet, int length) {
    (void)packet;
    if (length != 0)
        fail(3, "a packet for the client");
    return ask_client((struct connection *)vio);
}

static void fill_in(struct connection *connection) {
    struct auth_info *info = connection->info;
    info->user = block(connection->user, strlen(connection->user));
    info->user_length = strlen(connection->user);
    info->auth_string = block(connection->auth_string, strlen(connection->auth_string));
    info->auth_string_length = strlen(connection->auth_string);
    snprintf(info->authenticated_as, NAME_SIZE, "%s", connection->user);
    info->host = block("client.example", 14);
    info->host_length = 14;
}

static int read_packet(struct vio *vio, unsigned char **packet) {
    struct connection *connection = (struct connection *)vio;
    if (ask_client(connection) || strcmp(connection->channel, "gone") == 0)
        return -1;
    if (connection->packet)
        fail(3, "a second packet is wanted");
#ifdef MARIADB
    fill_in(connection);
#endif
    size_t length = strlen(connection->password) + 1;
    *packet = connection->packet = block(connection->password, length);
    return (int)length;
}

static void info(struct vio *vio, struct vio_info *info) {
    struct connection *connection = (struct connection *)vio;
    const char *channel = connection->channel;
    info->protocol = strcmp(channel, "unix") == 0 ? 2 : 1;
    info->socket = connection->server;
#ifdef MARIADB
    if (says_tls)
        info->tls = strcmp(channel, "plain") != 0;
#else
    if (says_tls)
        *(char *)&info->tls = strcmp(channel, "plain") != 0;
#endif
}

static void *log_in(void *line) {
    struct connection *connection = block(line, sizeof *connection);
    connection->info = block(NULL, sizeof *connection->info);
    connection->info->password_used = 0;
    if (strcmp(connection->channel, "unix") == 0) {
        int both[2];
        if (socketpair(AF_UNIX, SOCK_STREAM, 0, both))
            fail(4, "no connection over a Unix socket");
        connection->server = both[0], connection->client = both[1];
    } else {
        pair_over_tcp(&connection->server, &connection->client);
    }
#ifdef MYSQL
    fill_in(connection);
#endif
    int code = auth->authenticate_user(&connection->vio, connection->info);
    printf("code=%d used=%d error=%u\n", code, connection->info->password_used, error_number);
    if (waiting)
        fail(3, "still waiting");
    if (connection->dripping)
        pthread_join(connection->dripping, NULL);
#ifdef MARIADB
    int is_filled_in = connection->packet != NULL;
#else
    int is_filled_in = 1;
#endif
    if (is_filled_in) {
        free((void *)connection->info->user);
        free((void *)connection->info->auth_string);
        free((void *)connection->info->host);
    }
    close(connection->server);
    close(connection->client);
    free(connection->packet);
    free(connection->info);
    free(connection);
    return NULL;
}

static const char *word(char **rest) {
    const char *found = strsep(rest, " ");
    if (!found)
        fail(1, "a word is missing");
    return strcmp(found, "-") == 0 ? "" : found;
}

static void log_in_at_once(char *rest) {
    enum { MOST = 64 };
    pthread_t threads[MOST];
    int times = atoi(word(&rest));
    struct connection line = {.vio = {.read_packet = read_packet, .write_packet = write_packet, .info = info}};
    line.channel = word(&rest);
    line.user = word(&rest);
    line.auth_string = word(&rest);
    line.password = word(&rest);
    if (times > MOST)
        fail(1, "too many at a time");
    for (int at = 0; at < times; at++)
        if (pthread_create(&threads[at], NULL, log_in, &line))
            fail(2, "no thread");
    for (int at = 0; at < times; at++)
        pthread_join(threads[at], NULL);
}

static void set_socket(struct system_variable *variable, const char *path) {
    char *copy = block(path, strlen(path) + 1);
    variable->update(NULL, variable, variable->value, &copy);
    free(copy);
    printf("socket=%s\n", *variable->value);
}

static void make_account(const char *text) {
#ifdef MYSQL
    char room[64], *copy = block(text, strlen(text));
    unsigned length = sizeof room;
    int generated = auth->generate(room, &length, copy, strlen(text));
    int validated = auth->validate(copy, strlen(text));
    unsigned char *salt = block(NULL, 1), *salt_length = block(NULL, 1);
    int salted = auth->set_salt(copy, strlen(text), salt, salt_length);
    printf("by=%d as=%d salt=%d of %d\n", generated, validated, salted, *salt_length);
    free(copy), free(salt), free(salt_length);
#else
    (void)text;
#endif
}

static struct plugin *load(const char *module) {
#ifdef MARIADB
    const char *list = "_maria_plugin_declarations_";
#else
    const char *list = "_mysql_plugin_declarations_";
#endif
    void *library = dlopen(module, RTLD_NOW);
    struct plugin *plugin = library ? dlsym(library, list) : NULL;
    if (!plugin || plugin->type != 7 || plugin[1].type != 0)
        fail(5, library ? "no such plugin in it" : dlerror());
    auth = plugin->info;
    return plugin;
}

static void install(struct plugin *plugin) {
#ifdef MARIADB
    printf("init=%d\n", plugin->init(plugin));
#else
    handle = plugin;
    printf("init=%d\n", plugin->init(handle));
#endif
}

int main(int count, char **arguments) {
    char *line = NULL;
    size_t room = 0;
    ssize_t length;
    if (count != 4)
        return 1;
    says_tls = strcmp(arguments[3], "says") == 0;
    struct plugin *plugin = load(arguments[1]);
    struct system_variable *variable = plugin->system_variables[0];
    *variable->value = arguments[2];
    install(plugin);
    while ((length = getline(&line, &room, stdin)) > 0) {
        char *rest = line;
        line[length - 1] = 0;
        const char *what = word(&rest);
        if (strcmp(what, "login") == 0)
            log_in_at_once(rest);
        else if (strcmp(what, "socket") == 0)
            set_socket(variable, word(&rest));
        else if (strcmp(what, "account") == 0)
            make_account(word(&rest));
        else
            install(plugin);
    }
    free(line);
    return 0;
}
