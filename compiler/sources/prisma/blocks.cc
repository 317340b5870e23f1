#include "sources/prisma/blocks.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <utility>

#include <fmt/format.h>

namespace schemac::prisma {
namespace {

constexpr std::array<std::pair<std::string_view, BlockKind>, 6> keywords = {{
    {"model", BlockKind::model},
    {"enum", BlockKind::enumeration},
    {"view", BlockKind::view},
    {"type", BlockKind::type},
    {"datasource", BlockKind::datasource},
    {"generator", BlockKind::generator},
}};

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r'; }
bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '-'; }

Range range(std::size_t begin, std::size_t end) {
  return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

class BlockFinder {
 public:
  BlockFinder(const std::shared_ptr<const SourceText>& source, Diagnostics& errors)
      : source_(source), text_(source->text), errors_(errors) {
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
  }

  std::vector<Block> run() {
    while (at_ < text_.size()) line();
    return std::move(blocks_);
  }

 private:
  std::size_t line_end(std::size_t from) const { return std::min(text_.find('\n', from), text_.size()); }
  std::size_t skip_spaces(std::size_t from) const {
    while (from < text_.size() && is_space(text_[from])) ++from;
    return from;
  }
  std::size_t word_end(std::size_t from) const {
    while (from < text_.size() && is_word(text_[from])) ++from;
    return from;
  }
  bool starts(std::size_t at, std::string_view what) const { return text_.substr(at, what.size()) == what; }

  void line() {
    at_ = skip_spaces(at_);
    const auto end = line_end(at_);
    if (starts(at_, "/*")) return skip_block_comment();
    if (starts(at_, "///")) {
      docs_.push_back({text_.substr(at_ + 3, end - at_ - 3), range(at_, end)});
    } else if (at_ < end && !starts(at_, "//")) {
      if (!block()) at_ = unknown_line(end);
      return;
    } else if (at_ == end) {
      docs_.clear();  // an empty line parts a comment from what follows
    }
    at_ = end + 1;
  }

  void skip_block_comment() {
    const auto close = text_.find("*/", at_ + 2);
    if (close == std::string_view::npos)
      errors_.push_back(error_at("syntax", "found a comment without its end, expected `*/`", {source_, at_, at_ + 2}));
    at_ = close == std::string_view::npos ? text_.size() : close + 2;
  }

  // keyword name {
  std::optional<Block> head(std::size_t from) const {
    const auto keyword_end = word_end(from);
    const auto found = std::find_if(keywords.begin(), keywords.end(), [&](const auto& entry) {
      return entry.first == text_.substr(from, keyword_end - from);
    });
    if (found == keywords.end()) return std::nullopt;
    const auto name = skip_spaces(keyword_end);
    const auto name_end = word_end(name);
    const auto brace = skip_spaces(name_end);
    if (name == keyword_end || name == name_end || !starts(brace, "{")) return std::nullopt;
    const auto rest = text_.substr(brace, line_end(from) - brace);
    if (rest.substr(0, rest.find("//")).find('}') != std::string_view::npos) return std::nullopt;
    Block block;
    block.kind = found->second;
    block.name = text_.substr(name, name_end - name);
    block.source = source_;
    block.name_at = range(name, name_end);
    block.head = range(from, line_end(from));
    return block;
  }

  bool block() {
    auto found = head(at_);
    if (!found) return false;
    const auto close = closing_line(found->head.end);
    if (close < text_.size() && text_[close] == '}') {
      found->where = range(found->head.begin, close + 1);
      found->docs = std::move(docs_);
      docs_.clear();
      blocks_.push_back(std::move(*found));
      at_ = close + 1;
      return true;
    }
    const auto message =
        fmt::format("found no end of {} `{}`, expected `}}` on a line of its own", keyword(found->kind), found->name);
    const auto place = close < text_.size() ? Span{source_, close, line_end(close)} : found->span(found->head);
    errors_.push_back(error_at("unclosed-block", close < text_.size() ? message + " before this one" : message, place));
    docs_.clear();
    at_ = close;
    return true;
  }

  // A brace that begins a line ends the block, unless it stands in a comment. Without one the block runs to the next
  // block's first line, or to the end.
  std::size_t closing_line(std::size_t from) const {
    for (auto at = from; at < text_.size();) {
      at = skip_spaces(at + (text_[at] == '\n' ? 1 : 0));
      if (at >= text_.size()) break;
      if (text_[at] == '}' || head(at)) return at;
      at = rest_of_line(at);
    }
    return text_.size();
  }

  // The line's end, or the end of a comment that began on it.
  std::size_t rest_of_line(std::size_t at) const {
    bool quoted = false;
    for (; at < text_.size() && text_[at] != '\n'; ++at) {
      if (quoted && text_[at] == '\\' && at + 1 < text_.size() && text_[at + 1] != '\n') {
        ++at;
      } else if (text_[at] == '"') {
        quoted = !quoted;
      } else if (!quoted && starts(at, "//")) {
        return line_end(at);
      } else if (!quoted && starts(at, "/*")) {
        const auto close = text_.find("*/", at + 2);
        if (close == std::string_view::npos) return text_.size();
        at = close + 1;
      }
    }
    return at;
  }

  // Where to go on.
  std::size_t unknown_line(std::size_t end) {
    docs_.clear();
    const auto first = text_.substr(at_, word_end(at_) - at_);
    std::vector<std::string> words;
    for (const auto& [word, kind] : keywords) words.emplace_back(word);
    const auto near = nearest(first, words);
    std::string hint;
    if (!near.empty())
      hint = near == first ? fmt::format("write `{} Name {{`, and end the line there", near)
                           : fmt::format("did you mean `{}`?", near);
    auto stop = end;
    while (stop > at_ && is_space(text_[stop - 1])) --stop;
    const auto found = first.empty() ? text_.substr(at_, 1) : first;
    const bool nameless = text_.substr(skip_spaces(word_end(at_)), 1) == "{" && !first.empty();
    if (nameless && near != first) return unknown_block(first, end, std::move(hint));
    errors_.push_back(error_at("unknown-line",
                               fmt::format("found `{}` outside of a block, expected `model`, `enum`, `view`, `type`, "
                                           "`datasource` or `generator`, a name and `{{`",
                                           found),
                               {source_, at_, stop}, std::move(hint)));
    // what stands in a block of an unknown kind is not worth an error a line
    const auto line = text_.substr(at_, end - at_);
    const bool opens =
        !first.empty() && line.find('{') != std::string_view::npos && line.find('}') == std::string_view::npos;
    const auto close = opens ? closing_line(end) : text_.size();
    return close < text_.size() && text_[close] == '}' ? close + 1 : end + 1;
  }

  // `types {`: no block of this language; the first line in it is where reading stops making sense.
  std::size_t unknown_block(std::string_view word, std::size_t end, std::string hint) {
    const auto close = closing_line(end);
    auto at = end;
    while (at < close && (is_space(text_[at]) || text_[at] == '\n')) ++at;
    const Span head{source_, at_, end};
    const bool empty = at >= close;
    auto error = error_at(
        "unknown-block",
        fmt::format(
            "found a block `{}`, expected `model`, `enum`, `view`, `type`, `datasource` or `generator` and a name",
            word),
        empty ? head : Span{source_, at, line_end(at)}, empty ? hint : std::string());
    if (!empty) error.notes.push_back(note_at("the block begins here" + (hint.empty() ? "" : ": " + hint), head));
    errors_.push_back(std::move(error));
    return close < text_.size() && text_[close] == '}' ? close + 1 : close;
  }

  std::shared_ptr<const SourceText> source_;
  std::string_view text_;
  Diagnostics& errors_;
  std::size_t at_ = 0;
  std::vector<Doc> docs_;
  std::vector<Block> blocks_;
};

}  // namespace

std::string_view keyword(BlockKind kind) {
  for (const auto& [word, known] : keywords)
    if (known == kind) return word;
  broken_invariant("a block has a keyword");
}

std::vector<Block> find_blocks(const std::shared_ptr<const SourceText>& source, Diagnostics& errors) {
  return BlockFinder(source, errors).run();
}

}  // namespace schemac::prisma
