#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "base/diagnostic.h"
#include "base/printable.h"
#include "plan/graph.h"
#include "plan/planner.h"

namespace schemac {
namespace {

// Without what follows from the rest: a drawing of every edge is unreadable. Only for graphs that somebody would draw.
std::vector<Edge> reduced(std::vector<Edge> all, std::size_t count) {
  constexpr std::size_t drawable = 400;
  if (count > drawable) return all;
  std::vector<std::vector<bool>> reaches(count, std::vector<bool>(count));
  std::sort(all.begin(), all.end(),
            [](const Edge& a, const Edge& b) { return std::tie(a.before, b.after) > std::tie(b.before, a.after); });
  std::vector<Edge> kept;
  for (const auto& edge : all) {  // from the last node back, the nearest target first
    if (reaches[edge.before][edge.after]) continue;
    kept.push_back(edge);
    reaches[edge.before][edge.after] = true;
    for (std::size_t v = 0; v < count; ++v)
      if (reaches[edge.after][v]) reaches[edge.before][v] = true;
  }
  std::reverse(kept.begin(), kept.end());
  return kept;
}

std::string escaped(const std::string& text, GraphFormat format) {
  std::string line = text;
  std::replace(line.begin(), line.end(), '\n', ' ');
  std::string out;
  for (const char c : printable(line)) {
    if (c == '"')
      out += format == GraphFormat::dot ? "\\\"" : "#quot;";
    else if (c == '\\' && format == GraphFormat::dot)
      out += "\\\\";
    else
      out += c;
  }
  return out;
}

}  // namespace

std::string draw_graph(const Plan& plan, GraphFormat format) {
  std::vector<Operation> operations;
  for (const Step* step : steps(plan)) operations.push_back(step->operation);
  auto all = edges({}, operations, {});
  for (auto& edge : all)
    if (edge.before > edge.after) std::swap(edge.before, edge.after);  // the plan's order is settled
  all = reduced(std::move(all), operations.size());
  const bool dot = format == GraphFormat::dot;
  std::string out = dot ? "digraph plan {\n  rankdir=LR;\n  node [shape=box];\n" : "flowchart LR\n";
  for (const Step* step : steps(plan)) {
    const auto label = fmt::format("{}. {}", step->number, escaped(step->description, format));
    out += dot ? fmt::format("  s{} [label=\"{}\"{}];\n", step->number, label, step->destructive ? ", color=red" : "")
               : fmt::format("  s{}[\"{}\"]\n", step->number, label);
  }
  for (const auto& edge : all)
    out += fmt::format("  s{} {} s{}{}\n", edge.before + 1, dot ? "->" : "-->", edge.after + 1, dot ? ";" : "");
  return dot ? out + "}\n" : out;
}

}  // namespace schemac
