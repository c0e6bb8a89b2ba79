package walk

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"os"
	"path/filepath"
	"testing"
	"time"
)

const (
	issuer   = "https://idp.example.com"
	audience = "app"
)

// An OpenID Connect provider of the tests' own.
type identityProvider struct {
	t   *testing.T
	key *rsa.PrivateKey
}

// Its keys are where the stand-in was told that they are.
func newIdentityProvider(t *testing.T) identityProvider {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	must(t, err)
	public := map[string]string{
		"kty": "RSA", "alg": "RS256", "use": "sig", "kid": "1",
		"n": encoded(key.N.Bytes()), "e": encoded(big.NewInt(int64(key.E)).Bytes()),
	}
	set, err := json.Marshal(map[string]any{"keys": []any{public}})
	must(t, err)
	must(t, os.WriteFile(filepath.Join(os.Getenv("HOME"), "jwks.json"), set, 0o644))
	return identityProvider{t, key}
}

func (p identityProvider) token(subject string) token {
	now := time.Now().Unix()
	header, err := json.Marshal(map[string]string{"alg": "RS256", "kid": "1"})
	must(p.t, err)
	claims, err := json.Marshal(map[string]any{
		"iss": issuer, "sub": subject, "aud": audience, "iat": now, "exp": now + 600,
	})
	must(p.t, err)
	signed := encoded(header) + "." + encoded(claims)
	digest := sha256.Sum256([]byte(signed))
	signature, err := rsa.SignPKCS1v15(rand.Reader, p.key, crypto.SHA256, digest[:])
	must(p.t, err)
	return token(signed + "." + encoded(signature))
}

func encoded(bytes []byte) string {
	return base64.RawURLEncoding.EncodeToString(bytes)
}

// A token as the SDK's provider asks for one.
type token string

func (t token) GetIdentityToken() ([]byte, error) {
	return []byte(t), nil
}
