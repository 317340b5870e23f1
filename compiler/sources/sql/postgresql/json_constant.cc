#include "sources/sql/postgresql/json_constant.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace schemac::sql {
namespace {

// Walks over the text itself: numbers keep the digits they are written with.
class JsonReader {
 public:
  explicit JsonReader(std::string_view text) : text_(text) {}

  std::string value() {
    skip_space();
    if (at_ >= text_.size()) return {};
    const char c = text_[at_];
    std::string out = c == '{' ? object() : c == '[' ? list() : c == '"' ? string() : scalar();
    skip_space();
    return out;
  }

 private:
  void skip_space() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r'))
      ++at_;
  }
  bool take(char c) {
    skip_space();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  // Escapes as jsonb writes them: nothing but quotes, backslashes and control characters.
  std::string string() {
    const auto begin = at_++;
    while (at_ < text_.size() && text_[at_] != '"') at_ += text_[at_] == '\\' ? 2 : 1;
    ++at_;
    return nlohmann::json::parse(text_.substr(begin, at_ - begin)).dump();
  }

  std::string scalar() {
    const auto begin = at_;
    while (at_ < text_.size() && std::string_view(",]} \t\r\n").find(text_[at_]) == std::string_view::npos) ++at_;
    return std::string(text_.substr(begin, at_ - begin));
  }

  std::string list() {
    std::string out = "[";
    ++at_;
    while (!take(']')) {
      take(',');
      out += (out.size() == 1 ? "" : ", ") + value();
    }
    return out + "]";
  }

  std::string object() {
    std::vector<std::pair<std::string, std::string>> members;
    ++at_;
    while (!take('}')) {
      take(',');
      skip_space();
      auto key = string();
      take(':');
      auto content = value();
      const auto known = std::ranges::find(members, key, &std::pair<std::string, std::string>::first);
      if (known != members.end())
        known->second = std::move(content);
      else
        members.emplace_back(std::move(key), std::move(content));
    }
    std::ranges::sort(members, [](const auto& a, const auto& b) {
      return a.first.size() != b.first.size() ? a.first.size() < b.first.size() : a.first < b.first;
    });
    std::string out = "{";
    for (const auto& [key, content] : members) out += (out.size() == 1 ? "" : ", ") + key + ": " + content;
    return out + "}";
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::string jsonb_output(const std::string& text) {
  if (!nlohmann::json::accept(text)) return text;

  return JsonReader(text).value();
}

}  // namespace schemac::sql
