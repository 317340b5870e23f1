// Passwords in text that a message would show: a line of a file, an argument, what a parser or a server says about one.
//
//   postgresql://me:SECRET@host/shop?sslpassword=SECRET      user parts and parameters of URLs,
//   `mysql:/me:SECRET@host`, `me:SECRET@tcp(host)` host=db password=SECRET     PGPASSWORD=SECRET            key and
//   value ALTER ROLE me PASSWORD 'SECRET'   OPTIONS (password 'SECRET')   IDENTIFIED BY 'SECRET'   IDENTIFIED WITH
//   plugin AS 'SECRET'
//   mysqldump -pSECRET shop      db:5432:shop:me:SECRET, a line of a password file
//
// A quote that is not closed reaches to the end of the text. `password varchar(20)` and `password IS NULL` hold none.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace schemac {

struct SecretRange {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// Sorted, in bytes; they do not overlap.
std::vector<SecretRange> secrets_in(std::string_view text);

// One dot for each character of a secret, so that columns stay where they are.
std::string without_secrets(std::string_view text);
std::string without_secrets(std::string_view text, const std::vector<SecretRange>& secrets);

}  // namespace schemac
