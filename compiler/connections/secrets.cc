#include "connections/secrets.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "base/sql_tokens.h"
#include "connections/connection.h"

namespace schemac {
namespace {

// Only these parts of a query or a key=value list are shown; whatever is not known to be harmless is not.
constexpr std::array<std::string_view, 6> harmless = {"host", "hostaddr", "port", "dbname", "user", "mode"};

bool is_harmless(std::string_view key) { return std::find(harmless.begin(), harmless.end(), key) != harmless.end(); }

struct UrlParts {
  std::string_view scheme;    // with `://`
  std::string_view user;      // without the password
  std::string_view password;  // of the user part
  bool has_user = false;
  std::string_view location;  // host, port, path
  std::string_view query;     // behind the `?`
};

// Whether `text` is `key=value&key=value` with plain keys: a query, and not the rest of a password behind its `?`.
bool is_query(std::string_view text) {
  while (!text.empty()) {
    const auto parameter = text.substr(0, text.find('&'));
    const auto equals = parameter.find('=');
    if (equals == std::string_view::npos) return false;
    const bool plain = std::all_of(parameter.begin(), parameter.begin() + static_cast<std::ptrdiff_t>(equals),
                                   [](unsigned char c) { return std::isalnum(c) || c == '_' || c == '-' || c == '%'; });
    if (!plain) return false;
    text.remove_prefix(std::min(parameter.size() + 1, text.size()));
  }
  return true;
}

// A password may hold a forgotten `@`, `/` or `?`: the user part is taken to reach to the last `@` that can end it.
UrlParts split_url(std::string_view url) {
  UrlParts parts;
  const auto scheme_end = url.find("://") + 3;
  parts.scheme = url.substr(0, scheme_end);
  auto rest = url.substr(scheme_end);
  auto user_end = rest.substr(0, rest.find_first_of("/?")).rfind('@');
  const auto question_mark = rest.find('?');
  const bool query = question_mark != std::string_view::npos && is_query(rest.substr(question_mark + 1));
  const auto last = (query ? rest.substr(0, question_mark) : rest).rfind('@');
  if (last != std::string_view::npos && rest.substr(0, last).find(':') != std::string_view::npos) user_end = last;
  if (user_end != std::string_view::npos) {
    const auto user_part = rest.substr(0, user_end);
    const auto colon = user_part.find(':');
    parts.has_user = true;
    parts.user = user_part.substr(0, colon);
    if (colon != std::string_view::npos) parts.password = user_part.substr(colon + 1);
    rest.remove_prefix(user_end + 1);
  }
  const auto question = rest.find('?');
  parts.location = rest.substr(0, question);
  if (question != std::string_view::npos) parts.query = rest.substr(question + 1);
  return parts;
}

template <class F>
void each_parameter(std::string_view query, F&& visit) {
  while (!query.empty()) {
    const auto end = std::min(query.find('&'), query.size());
    const auto parameter = query.substr(0, end);
    const auto equals = parameter.find('=');
    visit(parameter.substr(0, equals),
          equals == std::string_view::npos ? std::string_view() : parameter.substr(equals + 1));
    query.remove_prefix(std::min(end + 1, query.size()));
  }
}

struct KeyValue {
  std::string key;
  std::string value;
};

// libpq's `key=value key='a value'`.
std::vector<KeyValue> key_values(std::string_view text) {
  std::vector<KeyValue> out;
  std::size_t at = 0;
  const auto skip_space = [&] {
    while (at < text.size() && std::isspace(static_cast<unsigned char>(text[at]))) ++at;
  };
  while (skip_space(), at < text.size()) {
    KeyValue pair;
    while (at < text.size() && text[at] != '=' && !std::isspace(static_cast<unsigned char>(text[at])))
      pair.key += text[at++];
    skip_space();
    if (at < text.size() && text[at] == '=') ++at;
    skip_space();
    const bool quoted = at < text.size() && text[at] == '\'';
    if (quoted) ++at;
    while (at < text.size() && (quoted ? text[at] != '\'' : !std::isspace(static_cast<unsigned char>(text[at])))) {
      if (text[at] == '\\' && at + 1 < text.size()) ++at;
      pair.value += text[at++];
    }
    if (quoted && at < text.size()) ++at;
    out.push_back(std::move(pair));
  }
  return out;
}

// `me:secret@tcp(host)`, `postgresql:/me:secret@host`: no URL, but where it holds a password one can tell.
std::string_view password_of_no_url(std::string_view place) {
  if (place.starts_with("git:") || place.find("://") != std::string_view::npos) return {};
  const auto end = place.rfind('@');
  const auto begin = place.find(':');
  return end == std::string_view::npos || begin >= end ? std::string_view() : place.substr(begin + 1, end - begin - 1);
}

bool looks_like_key_values(std::string_view place) {
  const auto text = lower(place);
  return text.find('=') != std::string::npos &&
         (text.find("pass") != std::string::npos || text.find("host") != std::string::npos);
}

std::string shown_url(std::string_view url) {
  const auto parts = split_url(url);
  std::string out(parts.scheme);
  if (parts.has_user) (out += parts.user) += '@';
  out += parts.location;
  char separator = '?';
  each_parameter(parts.query, [&](std::string_view key, std::string_view value) {
    if (!is_harmless(key)) return;
    ((((out += separator) += key) += '=') += value);
    separator = '&';
  });
  return out;
}

void add_secret(std::vector<std::string>& secrets, std::string_view secret) {
  for (const auto& spelling : {std::string(secret), percent_decoded(secret)}) {
    if (spelling.empty()) continue;
    secrets.push_back(spelling);
    std::size_t begin = 0;  // a parser that splits at these shows a piece alone
    while (begin <= spelling.size()) {
      const auto end = std::min(spelling.find_first_of("@/?:&# "), spelling.size());
      const auto cut = std::min(spelling.find_first_of("@/?:&# ", begin), spelling.size());
      if (end != spelling.size() && cut - begin >= 2) secrets.push_back(spelling.substr(begin, cut - begin));
      begin = cut + 1;
    }
  }
}

}  // namespace

std::string percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && std::isxdigit(static_cast<unsigned char>(text[i + 1])) &&
        std::isxdigit(static_cast<unsigned char>(text[i + 2]))) {
      out += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

bool has_torn_password(std::string_view url) {
  return !is_keyword_form(url) && split_url(url).password.find_first_of("@/?#") != std::string_view::npos;
}

std::string without_password(std::string_view place) {
  if (place.find("://") != std::string_view::npos) return shown_url(place);
  if (!looks_like_key_values(place)) {
    std::string shown(place);
    if (const auto password = password_of_no_url(place); !password.empty())
      shown.replace(static_cast<std::size_t>(password.data() - place.data()), password.size(), "...");
    return shown;
  }
  std::string out;
  for (const auto& [key, value] : key_values(place))
    if (is_harmless(key) && value.find_first_of(";=") == std::string::npos)
      out += (out.empty() ? "" : " ") + key + "=" + value;
  return out.empty() ? "..." : out;
}

std::vector<std::string> secrets_of(std::string_view place) {
  std::vector<std::string> secrets;
  if (place.find("://") != std::string_view::npos) {
    const auto parts = split_url(place);
    add_secret(secrets, parts.password);
    each_parameter(parts.query, [&](std::string_view key, std::string_view value) {
      if (percent_decoded(key).find("pass") != std::string::npos) add_secret(secrets, value);
    });
  } else if (looks_like_key_values(place)) {
    for (const auto& [key, value] : key_values(place))
      if (key.find("pass") != std::string::npos) add_secret(secrets, value);
  } else if (const auto password = password_of_no_url(place); !password.empty()) {
    secrets.emplace_back(password);
    if (const auto colon = password.rfind(':'); colon + 1 < password.size())
      secrets.emplace_back(password.substr(colon + 1));
  }
  std::sort(secrets.begin(), secrets.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
  return secrets;
}

Diagnostics without_secrets(Diagnostics diagnostics, std::string_view place) {
  const auto shown = without_password(place);
  if (shown == place) return diagnostics;
  const auto secrets = secrets_of(place);
  const auto hide = [&](std::string& text) {
    for (auto at = text.find(place); at != std::string::npos; at = text.find(place, at + shown.size()))
      text.replace(at, place.size(), shown);
    text = scrubbed(std::move(text), secrets);
  };
  for (auto& diagnostic : diagnostics) {
    hide(diagnostic.message);
    hide(diagnostic.hint);
    diagnostic.notes = without_secrets(std::move(diagnostic.notes), place);
  }
  return diagnostics;
}

bool is_keyword_form(std::string_view place) {
  static constexpr auto keys = std::to_array<std::string_view>(
      {"host", "hostaddr", "port", "dbname", "user", "password", "service", "passfile", "sslmode", "options",
       "application_name", "connect_timeout", "target_session_attrs"});
  const auto equals = place.find('=');
  if (equals == std::string_view::npos) return false;
  auto key = place.substr(0, equals);
  while (key.ends_with(' ')) key.remove_suffix(1);
  while (key.starts_with(' ')) key.remove_prefix(1);
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

std::string scrubbed(std::string text, const std::vector<std::string>& secrets) {
  for (const auto& secret : secrets)
    for (auto at = text.find(secret); at != std::string::npos; at = text.find(secret, at + 3))
      text.replace(at, secret.size(), "...");
  return text;
}

}  // namespace schemac
