package walk

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/feature/rds/auth"
)

type vector struct {
	Name         string
	Host         string
	Port         int
	User         string
	Region       string
	AccessKey    string `json:"access_key"`
	SessionToken string `json:"session_token"`
	Token        string
}

// It signs a host as it was typed (crates/sigv4/tests/sigv4/token_forms.rs).
var signedOtherwise = []string{"V4 upper-case hostname"}

// The generator mints what the vectors have, of botocore.
func TestTokensAreThoseOfTheVectors(t *testing.T) {
	bytes, err := os.ReadFile("../../../vectors/tokens.json")
	must(t, err)
	var file struct {
		Time    string
		Secret  string
		Vectors []vector
	}
	must(t, json.Unmarshal(bytes, &file))
	at, err := time.Parse("20060102T150405Z", file.Time)
	must(t, err)
	for _, vector := range file.Vectors {
		synctest.Test(t, func(t *testing.T) {
			time.Sleep(time.Until(at)) // from the year 2000, in no time
			same := slices.Equal(inOrder(minted(t, vector, file.Secret)), inOrder(vector.Token))
			if same == slices.Contains(signedOtherwise, vector.Name) {
				t.Errorf("%s: %s", vector.Name, minted(t, vector, file.Secret))
			}
		})
	}
}

func minted(t *testing.T, vector vector, secret string) string {
	key := credentials.NewStaticCredentialsProvider(vector.AccessKey, secret, vector.SessionToken)
	endpoint := fmt.Sprintf("%s:%d", vector.Host, vector.Port)
	token, err := auth.BuildAuthToken(t.Context(), endpoint, vector.Region, vector.User, key)
	must(t, err)
	return token
}

// Address and parameters. SDKs write the parameters in orders of their own; the signature is of one
// order. Go's tokens have no slash before them, which they sign.
func inOrder(token string) []string {
	address, query, _ := strings.Cut(token, "?")
	parameters := strings.Split(query, "&")
	slices.Sort(parameters)
	return append([]string{strings.TrimSuffix(address, "/")}, parameters...)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
