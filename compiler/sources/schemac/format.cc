// Declarations in the one layout. Works on tokens and on the places of what was parsed, so that it needs no dialect and
// can lose nothing.
#include <algorithm>

#include <fmt/format.h>

#include "sources/schemac/layout.h"
#include "sources/schemac/reader.h"
#include "sources/schemac/schemac.h"
#include "sources/schemac/text.h"

namespace schemac {
namespace {

using namespace language;

bool is_visible(const Token& token) {
  switch (token.kind) {
    case TokenKind::space:
    case TokenKind::comment:
    case TokenKind::continuation:
    case TokenKind::line_end:
    case TokenKind::separator:
    case TokenKind::end: return false;
    case TokenKind::word:
    case TokenKind::quoted:
    case TokenKind::number:
    case TokenKind::string:
    case TokenKind::backticked:
    case TokenKind::unclosed:
    case TokenKind::unknown:
    case TokenKind::keyword:
    case TokenKind::left_brace:
    case TokenKind::right_brace:
    case TokenKind::left_parenthesis:
    case TokenKind::right_parenthesis:
    case TokenKind::other_mark: return true;
  }
  broken_invariant("token kind is visible or not");
}

// A piece of a file in its order: something parsed, or a comment.
struct Entry {
  Range at;
  const TableItem* item = nullptr;
  bool is_comment = false;
};

class Formatter {
 public:
  explicit Formatter(const FileSyntax& file) : file_(file), text_(file.source->text) {}

  std::string run() {
    std::vector<Entry> entries;
    for (const auto& declaration : file_.declarations) entries.push_back({declaration.at});
    std::size_t at = 0;
    for (const auto& declaration : file_.declarations) at = std::max(at, declaration.at.end);
    add_comments(entries, {0, text_.size()});
    const auto declaration = [&](const Entry& entry) -> const Declaration* {
      const auto found =
          std::lower_bound(file_.declarations.begin(), file_.declarations.end(), entry.at.begin,
                           [](const Declaration& one, std::size_t begin) { return one.at.begin < begin; });
      return entry.is_comment ? nullptr : &*found;
    };
    std::string out;
    bool after_block = false;
    for (std::size_t i = 0; i < entries.size(); ++i) {
      const auto* one = declaration(entries[i]);
      const auto text = one ? declared(*one) : comment(entries[i].at);
      const bool is_block = one && text.ends_with('}') && text.find('\n') != std::string::npos;
      if (i > 0) {
        if (entries[i].is_comment && same_line(entries[i - 1].at.end, entries[i].at.begin)) {
          out += "  " + text;
          continue;
        }
        const bool adjacent_comment = entries[i - 1].is_comment && !after_block;
        const bool apart =
            blank_between(entries[i - 1].at.end, entries[i].at.begin) || after_block || (is_block && !adjacent_comment);
        out += apart ? "\n\n" : "\n";
      }
      out += text;
      after_block = is_block;
    }
    return out.empty() ? out : out + "\n";
  }

 private:
  std::string_view slice(Range at) const { return text_.substr(at.begin, at.end - at.begin); }

  std::string comment(Range at) const {
    auto text = slice(at);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return std::string(text);
  }

  auto tokens_from(std::size_t begin) const {
    return std::lower_bound(file_.tokens.begin(), file_.tokens.end(), begin,
                            [](const Token& token, std::size_t at) { return token.at.begin < at; });
  }
  std::size_t line_ends(std::size_t begin, std::size_t end) const {
    std::size_t count = 0;
    for (auto at = tokens_from(begin); at != file_.tokens.end() && at->at.begin < end; ++at)
      count += at->kind == TokenKind::line_end ? 1 : 0;
    return count;
  }
  bool same_line(std::size_t begin, std::size_t end) const { return line_ends(begin, end) == 0; }
  bool blank_between(std::size_t begin, std::size_t end) const { return line_ends(begin, end) > 1; }

  // Comments of a range that stand in no entry; those inside an entry go in front of it.
  void add_comments(std::vector<Entry>& entries, Range within) const {
    const auto parsed = entries;
    std::vector<Entry> inside;
    for (auto at = tokens_from(within.begin); at != file_.tokens.end() && at->at.begin < within.end; ++at) {
      if (at->kind != TokenKind::comment) continue;
      const auto owner = std::upper_bound(parsed.begin(), parsed.end(), at->at.begin,
                                          [](std::size_t begin, const Entry& entry) { return begin < entry.at.begin; });
      const bool is_inside = owner != parsed.begin() && at->at.begin < std::prev(owner)->at.end;
      if (!is_inside) entries.push_back({at->at, nullptr, true});
    }
    std::stable_sort(entries.begin(), entries.end(),
                     [](const Entry& a, const Entry& b) { return a.at.begin < b.at.begin; });
  }
  std::vector<std::string> comments_in(Range at) const {
    std::vector<std::string> out;
    for (auto token = tokens_from(at.begin); token != file_.tokens.end() && token->at.begin < at.end; ++token)
      if (token->kind == TokenKind::comment) out.push_back(comment(token->at));
    return out;
  }

  // One space between words, none inside of parentheses.
  std::string spaced(Range at) const {
    std::string out;
    char before = '\0';
    for (auto token = tokens_from(at.begin); token != file_.tokens.end() && token->at.begin < at.end; ++token) {
      if (!is_visible(*token)) continue;
      const auto written = slice(token->at);
      const char mark = written.front();
      const bool tight = mark == ',' || mark == ')' || mark == '.' || mark == '[' || mark == ']' || before == '(' ||
                         before == '.' || before == '[' || before == '\0';
      if (!tight) out += ' ';
      out += written;
      before = token->kind == TokenKind::left_parenthesis || token->kind == TokenKind::other_mark ? mark : 'x';
    }
    return out;
  }

  // --- declarations
  std::string declared(const Declaration& declaration) const {
    const auto* table = std::get_if<TableSyntax>(&declaration.body);
    const auto* type = std::get_if<EnumSyntax>(&declaration.body);
    if (!table && !type) return spaced(declaration.at);
    auto brace = tokens_from(declaration.at.begin);
    while (brace->kind != TokenKind::left_brace) ++brace;
    const auto head = spaced({declaration.at.begin, brace->at.end});
    const Range inside{brace->at.end, declaration.at.end - 1};
    return table ? table_block(head, *table, inside) : enum_text(head, *type, inside);
  }

  static Range range_of(const TableItem& item) {
    return std::visit([](const auto& one) { return one.at; }, item);
  }
  // A comment of the table is placed by its text; its line begins with the keyword before it.
  Range whole_line(const TableItem& item) const {
    auto at = range_of(item);
    if (!std::holds_alternative<Text>(item)) return at;
    auto token = tokens_from(at.begin);
    do --token;
    while (!is_visible(*token));
    return {token->at.begin, at.end};
  }

  BlockLine line_of(const TableItem& item, Range at) const {
    const auto* column = std::get_if<ColumnSyntax>(&item);
    if (!column) return {.text = spaced(at)};
    BlockLine line{.kind = BlockLine::Kind::column, .name = std::string(slice(column->name.at))};
    if (column->type) line.type = column->type->raw ? std::string(slice(column->type->at)) : column->type->text;
    for (const auto& clause : column->object.clauses) line.clauses.push_back(spaced(clause));
    return line;
  }

  std::string table_block(const std::string& head, const TableSyntax& table, Range inside) const {
    std::vector<Entry> entries;
    for (const auto& item : table.items) entries.push_back({whole_line(item), &item});
    add_comments(entries, inside);
    std::vector<BlockLine> lines;
    std::size_t before = inside.begin;
    for (const auto& entry : entries) {
      if (entry.is_comment && !lines.empty() && lines.back().comment.empty() && same_line(before, entry.at.begin)) {
        lines.back().comment = comment(entry.at);
      } else {
        if (!lines.empty() && blank_between(before, entry.at.begin)) lines.push_back({.kind = BlockLine::Kind::blank});
        if (entry.is_comment) {
          lines.push_back({.comment = comment(entry.at)});
        } else {
          for (auto& within : comments_in(entry.at)) lines.push_back({.comment = std::move(within)});
          lines.push_back(line_of(*entry.item, entry.at));
        }
      }
      before = entry.at.end;
    }
    return block(head, lines);
  }

  std::string enum_text(const std::string& head, const EnumSyntax& type, Range inside) const {
    std::vector<Entry> entries;
    for (const auto& label : type.labels) entries.push_back({label.at});
    add_comments(entries, inside);
    std::vector<LabelLine> lines;
    std::size_t before = inside.begin;
    for (const auto& entry : entries) {
      if (!entry.is_comment) {
        for (auto& within : comments_in(entry.at)) lines.push_back({{}, std::move(within)});
        lines.push_back({spaced(entry.at), {}});
      } else if (!lines.empty() && lines.back().comment.empty() && same_line(before, entry.at.begin)) {
        lines.back().comment = comment(entry.at);
      } else {
        lines.push_back({{}, comment(entry.at)});
      }
      before = entry.at.end;
    }
    return enum_block(head, lines);
  }

  const FileSyntax& file_;
  std::string_view text_;
};

}  // namespace

Result<std::string> format_schemac(std::shared_ptr<const SourceText> text) {
  if (const auto fine = readable(text); !fine) return std::unexpected(fine.error());
  const auto file = read_syntax(std::move(text), KeepTokens::yes);
  if (has_errors(file.errors)) return std::unexpected(file.errors);
  return Formatter(file).run();
}

}  // namespace schemac
