#include "tests/support/json_schema.h"

#include <algorithm>
#include <set>

namespace schemac::testing {
namespace {

using Json = nlohmann::json;

class Validator {
 public:
  explicit Validator(const Json& root) : root_(root) {}

  std::vector<std::string> check(const Json& schema, const Json& value, const std::string& path) const {
    std::vector<std::string> wrong;
    const auto note = [&](const std::string& what) { wrong.push_back(path + ": " + what); };
    const auto merge = [&](std::vector<std::string> more) { wrong.insert(wrong.end(), more.begin(), more.end()); };
    for (const auto& [keyword, rule] : schema.items()) {
      if (keyword == "$ref")
        merge(check(root_.at(Json::json_pointer(rule.get<std::string>().substr(1))), value, path));
      else if (keyword == "type") {
        if (!has_type(rule, value)) note("expected " + rule.dump() + ", found " + value.type_name());
      } else if (keyword == "enum") {
        if (std::find(rule.begin(), rule.end(), value) == rule.end())
          note("found " + value.dump() + ", expected one of " + rule.dump());
      } else if (keyword == "const") {
        if (value != rule) note("found " + value.dump() + ", expected " + rule.dump());
      } else if (keyword == "required") {
        for (const auto& name : rule)
          if (!value.contains(name.get<std::string>())) note("no `" + name.get<std::string>() + "`");
      } else if (keyword == "properties") {
        merge(properties(schema, value, path));
      } else if (keyword == "additionalProperties") {
        if (!schema.contains("properties") && rule.is_object())
          for (const auto& [name, item] : value.items()) merge(check(rule, item, path + "/" + name));
      } else if (keyword == "items") {
        for (std::size_t at = 0; value.is_array() && at < value.size(); ++at)
          merge(check(rule, value[at], path + "/" + std::to_string(at)));
      } else if (keyword == "oneOf") {
        const auto fits = std::count_if(rule.begin(), rule.end(),
                                        [&](const Json& branch) { return check(branch, value, path).empty(); });
        if (fits != 1) note(std::to_string(fits) + " of oneOf fit, expected 1: " + value.dump().substr(0, 300));
      } else if (!annotations().contains(keyword)) {
        note("unknown keyword `" + keyword + "` in the schema");
      }
    }
    return wrong;
  }

 private:
  static const std::set<std::string>& annotations() {
    static const std::set<std::string> names{"$schema", "$defs", "title", "description"};
    return names;
  }

  std::vector<std::string> properties(const Json& schema, const Json& value, const std::string& path) const {
    std::vector<std::string> wrong;
    if (!value.is_object()) return wrong;
    for (const auto& [name, item] : value.items()) {
      if (schema["properties"].contains(name)) {
        const auto more = check(schema["properties"][name], item, path + "/" + name);
        wrong.insert(wrong.end(), more.begin(), more.end());
      } else if (schema.value("additionalProperties", Json(true)) == Json(false)) {
        wrong.push_back(path + ": unexpected `" + name + "`");
      }
    }
    return wrong;
  }

  static bool has_type(const Json& rule, const Json& value) {
    if (rule.is_array())
      return std::any_of(rule.begin(), rule.end(), [&](const Json& one) { return has_type(one, value); });
    const auto name = rule.get<std::string>();
    if (name == "integer") return value.is_number_integer();
    return name == value.type_name();
  }

  const Json& root_;
};

}  // namespace

std::vector<std::string> schema_violations(const Json& schema, const Json& value) {
  return Validator(schema).check(schema, value, "");
}

}  // namespace schemac::testing
