#include "dialects/mysql/partitioning.h"

#include <algorithm>

#include "dialects/mysql/expressions.h"
#include "dialects/mysql/names.h"
#include "dialects/mysql/partition_bounds.h"

namespace schemac::mysql {
namespace {

bool keeps_what_was_typed(const Engine& engine) { return engine.major < 8; }

class Layout {
 public:
  Layout(std::string_view text, bool as_typed) : text_(text), tokens_(sql_tokens(text, lexis)), as_typed_(as_typed) {}

  std::string run() {
    for (std::size_t at = 0; at < tokens_.size(); ++at) {
      if (word(at) == "partitions" && word(at + 2) == "(") {
        ++at;
        continue;
      }
      if (word(at) == "algorithm" && word(at + 1) == "=" && word(at + 2) == "2") {  // what it is anyway
        at += 2;
        continue;
      }
      if (word(at) == "=" && at > 0 && word(at - 1) != "algorithm" && !(as_typed_ && in_expression())) continue;
      put(at);
    }
    return std::move(out_);
  }

 private:
  std::string word(std::size_t at) const {
    return at < tokens_.size() ? lower(tokens_[at].text(text_)) : std::string();
  }

  bool in_expression() const { return depth_ > 0 && !listed_; }

  void put(std::size_t at) {
    auto piece = std::string(tokens_[at].text(text_));
    const bool inside = in_expression();
    if (piece == "(") listed_ = listed_ || (depth_ == 0 && word(at + 1) == "partition");
    depth_ += piece == "(" ? 1 : piece == ")" ? -1 : 0;
    if (as_typed_ && inside && depth_ > 0) {
      const auto before = tokens_[at - 1].end;
      out_ += text_.substr(before, tokens_[at].begin - before);
      out_ += piece;
      return;
    }
    if (tokens_[at].kind == SqlTokenKind::word) piece = spelled(lower(piece));
    const bool tight = out_.empty() || out_.back() == '(' || piece == "," || piece == ")" ||
                       (piece == "(" && tokens_[at - 1].kind == SqlTokenKind::word &&
                        std::islower(static_cast<unsigned char>(out_.back())) != 0);
    out_ += (tight ? "" : " ") + piece;
  }

  static std::string spelled(std::string piece) {
    static constexpr std::string_view keywords =
        " by linear hash key range list columns partitions subpartition subpartitions partition values less than in "
        "maxvalue algorithm comment "
        "engine data index directory max_rows min_rows tablespace null interval system_time current history limit "
        "starts auto ";
    if (keywords.find(" " + piece + " ") != std::string_view::npos)
      for (char& c : piece) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return piece;
  }

  std::string_view text_;
  std::vector<SqlToken> tokens_;
  bool as_typed_;
  bool listed_ = false;  // behind the parenthesis that opens the list of partitions
  int depth_ = 0;
  std::string out_;
};

// Words and, apart from them, what stands in each pair of parentheses.
std::vector<std::string> groups_of(std::string_view text) {
  std::vector<std::string> out;
  std::size_t begin = 0;
  int depth = 0;
  for (const auto& token : sql_tokens(text, lexis)) {
    const auto piece = token.text(text);
    if (piece == ")" && --depth == 0) out.emplace_back(text.substr(begin, token.end - begin));
    if (depth == 0 && piece != "(" && piece != ")") out.push_back(lower(piece));
    if (piece == "(" && depth++ == 0) begin = token.begin;
  }
  return out;
}

}  // namespace

std::string canonical_partitioning(std::string text, const Table& table, const Engine& engine) {
  const bool as_typed = keeps_what_was_typed(engine);
  if (!as_typed) text = respelled(text, table);
  // it says what the table says
  for (const std::string_view said : {" ENGINE = InnoDB", " ENGINE=InnoDB"})
    for (auto at = text.find(said); at != std::string::npos; at = text.find(said)) text.erase(at, said.size());
  return with_computed_bounds(Layout(text, as_typed).run());
}

bool is_partitioning(std::string_view text) {
  const auto first = lower(text.substr(0, text.find_first_of(" (")));
  return first == "range" || first == "list" || first == "hash" || first == "key" || first == "linear" ||
         first == "system_time";
}

bool same_partitioning(std::string_view a, std::string_view b) {
  const auto left = groups_of(a), right = groups_of(b);
  const auto inner = [](const std::string& group) { return std::string_view(group).substr(1, group.size() - 2); };
  const auto same = [&](const std::string& x, const std::string& y) {
    const bool grouped = x.starts_with("(") && y.starts_with("(");
    return x == y || (grouped && !is_partitioning(inner(x)) && same_expression(inner(x), inner(y)));
  };
  return std::equal(left.begin(), left.end(), right.begin(), right.end(), same);
}

}  // namespace schemac::mysql
