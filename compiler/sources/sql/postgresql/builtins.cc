#include "sources/sql/postgresql/builtins.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "builtins/builtins_text.h"

namespace schemac::sql {
namespace {

// The oldest version whose rows are taken: what was gone before it is passed over.
constexpr int oldest = 15;

struct Sections {
  std::map<std::string_view, std::string_view, std::less<>> lines;  // by `functions`, `functions hstore`
  std::vector<std::string_view> extensions;
};

const Sections& sections() {
  static const Sections known = [] {
    Sections out;
    const auto text = std::string_view(builtins_text);
    auto begin = text.find("\n[");
    while (begin != std::string_view::npos) {
      const auto close = text.find("]\n", begin);
      const auto end = std::min(text.find("\n[", close), text.size());
      const auto title = text.substr(begin + 2, close - begin - 2);
      out.lines.emplace(title, text.substr(close + 2, end - std::min(close + 2, end)));
      if (const auto space = title.find(' '); space != std::string_view::npos)
        if (const auto name = title.substr(space + 1); out.extensions.empty() || out.extensions.back() != name)
          out.extensions.push_back(name);
      begin = end == text.size() ? std::string_view::npos : end;
    }
    return out;
  }();
  return known;
}

std::string_view section(std::string_view kind, std::string_view extension) {
  const auto& lines = sections().lines;
  const auto title = extension.empty() ? std::string(kind) : std::string(kind) + " " + std::string(extension);
  const auto found = lines.find(title);
  return found == lines.end() ? std::string_view() : found->second;
}

std::string_view next_line(std::string_view& text) {
  const auto end = std::min(text.find('\n'), text.size());
  const auto line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

std::string_view next_field(std::string_view& line, char separator = ' ') {
  const auto end = std::min(line.find(separator), line.size());
  const auto field = line.substr(0, end);
  line.remove_prefix(std::min(end + 1, line.size()));
  return field;
}

std::vector<std::string_view> list_of(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty()) out.push_back(next_field(text, ','));
  return out;
}

// `<13`: no version that is read has the row any more.
bool is_gone(std::string_view mark) {
  int version = 0;
  if (mark.size() < 2 || mark[0] != '<') return false;
  std::from_chars(mark.data() + 1, mark.data() + mark.size(), version);
  return version != 0 && version <= oldest;
}

bool is_gone_line(std::string_view line) {
  const auto space = line.rfind(' ');
  return space != std::string_view::npos && is_gone(line.substr(space + 1));
}

// The lines of a sorted section that begin with the name.
std::string_view lines_of(std::string_view text, std::string_view name) {
  const auto compare = [&](std::size_t begin) {
    const auto end = text.find_first_of(" \n", begin);
    return text.substr(begin, end - begin).compare(name);
  };
  const auto line_start = [&](std::size_t at) {
    const auto before = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
    return before == std::string_view::npos ? 0 : before + 1;
  };
  std::size_t low = 0;
  std::size_t high = text.size();
  while (low < high) {
    const auto middle = line_start(low + (high - low) / 2);
    if (compare(middle) < 0)
      low = std::min(text.find('\n', middle), text.size() - 1) + 1;
    else
      high = middle;
  }
  auto end = low;
  while (end < text.size() && compare(end) == 0) end = std::min(text.find('\n', end), text.size() - 1) + 1;
  return text.substr(low, end - low);
}

std::string_view or_empty(std::string_view field) { return field == "-" ? std::string_view() : field; }

}  // namespace

std::vector<TypeRow> type_rows(std::string_view extension) {
  std::vector<TypeRow> out;
  for (auto text = section("types", extension); !text.empty();) {
    auto line = next_line(text);
    if (is_gone_line(line)) continue;
    TypeRow row;
    row.name = next_field(line);
    row.category = next_field(line)[0];
    row.preferred = next_field(line) == "+";
    row.kind = next_field(line)[0];
    row.element = or_empty(next_field(line));
    row.formatted = line.substr(0, line.find(" >"));
    out.push_back(row);
  }
  return out;
}

std::vector<CastRow> cast_rows(std::string_view extension) {
  std::vector<CastRow> out;
  for (auto text = section("casts", extension); !text.empty();) {
    auto line = next_line(text);
    if (is_gone_line(line)) continue;
    CastRow row;
    row.source = next_field(line);
    row.target = next_field(line);
    row.context = next_field(line)[0];
    row.method = next_field(line)[0];
    out.push_back(row);
  }
  return out;
}

std::vector<OperatorRow> operator_rows(std::string_view name, std::string_view extension) {
  std::vector<OperatorRow> out;
  for (auto text = lines_of(section("operators", extension), name); !text.empty();) {
    auto line = next_line(text);
    if (is_gone_line(line)) continue;
    next_field(line);
    OperatorRow row;
    row.left = or_empty(next_field(line));
    row.right = next_field(line);
    row.result = next_field(line);
    out.push_back(row);
  }
  return out;
}

std::vector<FunctionRow> function_rows(std::string_view name, std::string_view extension) {
  std::vector<FunctionRow> out;
  for (auto text = lines_of(section("functions", extension), name); !text.empty();) {
    auto line = next_line(text);
    if (is_gone_line(line)) continue;
    next_field(line);
    FunctionRow row;
    row.arguments = list_of(or_empty(next_field(line)));
    row.result = next_field(line);
    while (!line.empty()) {
      const auto flag = next_field(line);
      if (flag == "v") row.variadic = true;
      if (flag == "s") row.set = true;
      if (flag == "a" || flag == "w") row.kind = flag[0];
      if (flag.starts_with('='))
        for (const auto argument : list_of(flag.substr(1))) row.names.emplace_back(argument);
      if (flag.starts_with('d')) std::from_chars(flag.data() + 1, flag.data() + flag.size(), row.defaults);
    }
    out.push_back(std::move(row));
  }
  return out;
}

std::vector<ClassRow> class_rows(std::string_view extension) {
  std::vector<ClassRow> out;
  for (auto text = section("classes", extension); !text.empty();) {
    auto line = next_line(text);
    if (is_gone_line(line)) continue;
    ClassRow row;
    row.method = next_field(line);
    row.name = next_field(line);
    row.type = next_field(line);
    row.is_default = next_field(line) == "+";
    out.push_back(row);
  }
  return out;
}

bool has_routine(std::string_view name, std::string_view extension) {
  return !lines_of(section("functions", extension), name).empty() ||
         !lines_of(section("routines", extension), name).empty();
}

bool has_type(std::string_view name, std::string_view extension) {
  return !lines_of(section("types", extension), name).empty();
}

std::vector<std::string> routine_names_like(std::string_view name) {
  std::vector<std::string> out;
  for (auto text = section("functions", {}); !text.empty() && !name.empty();) {
    auto line = next_line(text);
    const auto known = next_field(line);
    if (known.starts_with(name[0]) && (out.empty() || out.back() != known)) out.emplace_back(known);
  }
  return out;
}

const std::vector<std::string_view>& known_extensions() { return sections().extensions; }

}  // namespace schemac::sql
