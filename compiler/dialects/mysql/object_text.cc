#include "dialects/mysql/object_text.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "dialects/mysql/collations.h"
#include "dialects/mysql/names.h"
#include "dialects/mysql/types.h"
#include "dialects/mysql/view_query.h"

namespace schemac::mysql {
namespace {

using Words = std::vector<std::string>;

struct Parts {
  std::string mode;
  std::string definer;             // empty: not said
  std::set<std::string> settings;  // those that are not usual
  std::string returns, returns_charset, returns_collation;
  Words words;                           // everything else, in order
  std::optional<std::string> view_name;  // set for views
};

// What one of them leaves open is what the other has.
bool agree(const std::string& a, const std::string& b) { return a == b || a.empty() || b.empty(); }

// Whoever says whose an object is says of its mode whether it is another than usual.
bool same_mode(const Parts& a, const Parts& b) {
  const bool both_whole = !a.definer.empty() && !b.definer.empty();
  return both_whole ? a.mode == b.mode : agree(a.mode, b.mode);
}

std::string comparable(const SqlToken& token, std::string_view sql) {
  const auto text = token.text(sql);
  switch (token.kind) {
    case SqlTokenKind::word:
    case SqlTokenKind::number: return lower(text);
    case SqlTokenKind::quoted_identifier: return lower(unquoted(text));
    case SqlTokenKind::string:
      return text.front() == '\'' || text.front() == '"' ? literal(literal_value(text)) : lower(text);
    case SqlTokenKind::symbol: return text == "!=" ? "<>" : std::string(text);
    case SqlTokenKind::comment: return {};
  }
  return {};
}

class HeadReader {
 public:
  explicit HeadReader(std::string_view sql) {
    for (const auto& token : sql_tokens(sql, lexis)) words_.push_back(comparable(token, sql));
    while (!words_.empty() && words_.back() == ";") words_.pop_back();
  }

  Parts run() {
    settings();
    accept({"create"});
    accept({"or", "replace"});
    head();
    const auto kind = take();
    parts_.words.push_back(kind);
    accept({"if", "not", "exists"});
    parts_.words.push_back(take());
    if (kind == "aggregate") parts_.words.push_back(take());
    if (kind == "function" || kind == "procedure" || kind == "aggregate") routine(kind);
    if (kind == "event") event();
    if (kind == "view") parts_.view_name = parts_.words.back();
    while (at_ < words_.size()) parts_.words.push_back(take());
    return std::move(parts_);
  }

 private:
  bool is(std::size_t ahead, std::string_view word) const {
    return at_ + ahead < words_.size() && words_[at_ + ahead] == word;
  }
  bool accept(std::initializer_list<std::string_view> wanted) {
    std::size_t ahead = 0;
    for (const auto word : wanted)
      if (!is(ahead++, word)) return false;
    at_ += wanted.size();
    return true;
  }
  std::string take() { return at_ < words_.size() ? words_[at_++] : std::string(); }

  // The lines in front about the session. Which collation a client had is kept, but nobody's wish.
  void settings() {
    while (is(0, "set")) {
      const bool mode = is(2, "sql_mode");
      while (at_ < words_.size() && !is(0, ";")) {
        const auto word = take();
        if (mode) parts_.mode += word + " ";
      }
      take();
    }
  }

  void head() {
    for (;;) {
      if (accept({"algorithm", "="})) {
        if (auto how = take(); how != "undefined") parts_.settings.insert("algorithm " + how);
      } else if (accept({"definer", "="})) {
        definer();
      } else if (accept({"sql", "security"})) {
        security();
      } else {
        return;
      }
    }
  }

  void security() {
    if (auto who = take(); who != "definer") parts_.settings.insert("security " + who);
  }

  void definer() {
    auto who = take();
    if (who == "current_user") return void(accept({"(", ")"}));
    if (who.starts_with('\'')) who = who.substr(1, who.size() - 2);
    auto host = std::string("%");
    if (is(0, "@")) {
      take();
      host = take();
      if (host.starts_with('\'')) host = host.substr(1, host.size() - 2);
    }
    parts_.definer = who + "@" + host;
  }

  void group() {
    int depth = 0;
    do {
      depth += is(0, "(") ? 1 : is(0, ")") ? -1 : 0;
      const bool before_parameter = depth == 1 && (is(0, "(") || is(0, ","));
      parts_.words.push_back(take());
      if (before_parameter && !is(1, ",") && !is(1, ")")) accept({"in"});  // what a parameter is anyway
    } while (depth > 0 && at_ < words_.size());
  }

  // The type that a function returns has the server's spelling, and a character set that perhaps nobody said.
  void returns() {
    std::string type = take();
    while (is(0, "unsigned") || is(0, "zerofill") || is(0, "signed") || is(0, "precision") || is(0, "varying"))
      type += " " + take();
    if (is(0, "(")) do
        type += take();
      while (at_ < words_.size() && !type.ends_with(')'));
    while (is(0, "unsigned") || is(0, "zerofill") || is(0, "signed")) type += " " + take();
    const auto parsed = parse_type(type);
    parts_.returns = parsed ? type_sql(*parsed) : type;
    for (;;)
      if (accept({"charset"}) || accept({"character", "set"}))
        parts_.returns_charset = canonical_charset(take());
      else if (accept({"collate"}))
        parts_.returns_collation = canonical_collation(take());
      else
        return;
  }

  void routine(const std::string& kind) {
    if (is(0, "(")) group();
    if (kind != "procedure" && accept({"returns"})) returns();
    for (;;) {
      if (accept({"contains", "sql"}) || accept({"language", "sql"}) || accept({"not", "deterministic"})) continue;
      if (accept({"deterministic"}))
        parts_.settings.insert("deterministic");
      else if (accept({"no", "sql"}))
        parts_.settings.insert("no sql");
      else if (accept({"reads", "sql", "data"}))
        parts_.settings.insert("reads");
      else if (accept({"modifies", "sql", "data"}))
        parts_.settings.insert("modifies");
      else if (accept({"sql", "security"}))
        security();
      else if (accept({"comment"}))
        comment();
      else
        return;
    }
  }

  void comment() {
    if (auto text = take(); text != "''") parts_.settings.insert("comment " + text);
  }

  void event() {
    while (at_ < words_.size() && !is(0, "do")) {
      if (accept({"on", "completion", "not", "preserve"}) || accept({"enable"})) continue;
      if (accept({"comment"}))
        comment();
      else
        parts_.words.push_back(take());
    }
  }

  Words words_;
  std::size_t at_ = 0;
  Parts parts_;
};

}  // namespace

static std::optional<std::string> meaning_of_view(std::string_view statement) {
  const auto query = read_view(statement, nullptr);
  return query ? meaning_of(*query) : std::nullopt;
}

static bool same_words(const Parts& left, const Parts& right, std::string_view a, std::string_view b) {
  if (left.words == right.words) return true;
  if (!left.view_name || left.view_name != right.view_name) return false;
  const auto meaning = meaning_of_view(a);
  return meaning && meaning == meaning_of_view(b);
}

bool same_object(std::string_view a, std::string_view b) {
  const auto left = HeadReader(a).run();
  const auto right = HeadReader(b).run();
  return agree(left.definer, right.definer) && same_mode(left, right) && left.settings == right.settings &&
         left.returns == right.returns && agree(left.returns_charset, right.returns_charset) &&
         agree(left.returns_collation, right.returns_collation) && same_words(left, right, a, b);
}

}  // namespace schemac::mysql
