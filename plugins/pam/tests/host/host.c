/* A server, as far as PAM is concerned: asks libpam to let users in, as PostgreSQL does.
 *
 *   host CONFDIR SERVICE USER RHOST ROUNDS < PASSWORD
 *
 * RHOST may be `-` for none. Each round is a login with a handle of its own; its PAM codes are printed
 * in one line, with how often the module asked for the password and how many copies of the password
 * are left in this process's memory. An exit code other than 0 is a fault of this program's. */

#include <security/pam_appl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int pam_start_confdir(const char *, const char *, const struct pam_conv *, const char *, pam_handle_t **);

/* Kept so that a search of the memory does not find this copy. */
static unsigned char hidden[1 << 18];
static size_t length;
static int asked;

static const unsigned char MASK = 0x5a;

static void read_password(void) {
    ssize_t got;
    while ((got = read(0, hidden + length, sizeof hidden - length)) > 0)
        length += (size_t)got;
    for (size_t at = 0; at < length; at++)
        hidden[at] ^= MASK;
}

static int converse(int count, const struct pam_message **messages, struct pam_response **responses, void *data) {
    (void)data;
    if (count != 1 || messages[0]->msg_style != PAM_PROMPT_ECHO_OFF)
        return PAM_CONV_ERR;
    asked++;
    *responses = calloc(1, sizeof **responses);
    char *password = malloc(length + 1);
    if (!*responses || !password)
        exit(2);
    for (size_t at = 0; at < length; at++)
        password[at] = (char)(hidden[at] ^ MASK);
    password[length] = 0;
    (*responses)->resp = password;
    return PAM_SUCCESS;
}

static int is_password(const unsigned char *bytes, size_t prefix) {
    for (size_t at = 0; at < prefix; at++)
        if (bytes[at] != (hidden[at] ^ MASK))
            return 0;
    return 1;
}

/* How often the beginning of the password stands in what this process may write to. */
static int copies_left(void) {
    size_t prefix = length < 40 ? length : 40;
    FILE *maps = fopen("/proc/self/maps", "r");
    char line[512], mode[5];
    unsigned long start, end;
    int found = 0;
    if (!maps || prefix < 16)
        return -1;
    while (fgets(line, sizeof line, maps)) {
        if (sscanf(line, "%lx-%lx %4s", &start, &end, mode) != 3 || mode[0] != 'r' || mode[1] != 'w')
            continue;
        for (unsigned long at = start; at + prefix <= end; at++)
            found += is_password((const unsigned char *)at, prefix);
    }
    fclose(maps);
    return found;
}

static void round_of(char **arguments) {
    struct pam_conv conversation = {converse, NULL};
    pam_handle_t *pamh;
    asked = 0;
    if (pam_start_confdir(arguments[2], arguments[3], &conversation, arguments[1], &pamh) != PAM_SUCCESS)
        exit(3);
    if (strcmp(arguments[4], "-") != 0 && pam_set_item(pamh, PAM_RHOST, arguments[4]) != PAM_SUCCESS)
        exit(4);
    int before = pam_acct_mgmt(pamh, 0);
    int authenticate = pam_authenticate(pamh, 0);
    int copies = copies_left();
    int account = pam_acct_mgmt(pamh, 0);
    int setcred = pam_setcred(pamh, PAM_ESTABLISH_CRED);
    int session = pam_open_session(pamh, 0);
    int closed = pam_close_session(pamh, 0);
    int change = pam_chauthtok(pamh, 0);
    pam_end(pamh, authenticate);
    printf("before=%d authenticate=%d account=%d setcred=%d open=%d close=%d chauthtok=%d asked=%d copies=%d\n",
           before, authenticate, account, setcred, session, closed, change, asked, copies);
}

int main(int count, char **arguments) {
    if (count != 6)
        return 1;
    read_password();
    for (int left = atoi(arguments[5]); left > 0; left--)
        round_of(arguments);
    return 0;
}
