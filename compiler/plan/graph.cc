#include "plan/graph.h"

#include <algorithm>
#include <map>
#include <queue>
#include <set>
#include <tuple>

#include <fmt/format.h>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/strong_components.hpp>

#include "operations/object_ids.h"
#include "plan/split.h"

namespace schemac {
namespace {

using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS>;

struct Users {
  std::vector<std::size_t> rename_makers, rename_droppers, makers, droppers, changers, users, old_users;
  std::vector<std::size_t> growers;  // change it so that nobody who uses it needs to step aside
};

class EdgeFinder {
 public:
  EdgeFinder(const std::vector<Operation>& renames, const std::vector<Operation>& operations,
             const GraphOptions& options)
      : renames_(renames.size()), options_(options) {
    for (const auto& op : renames) add(op);
    for (const auto& op : operations) add(op);
  }

  std::vector<Edge> run() {
    for (std::size_t i = 1; i < renames_; ++i)
      if (i < renames_) edges_.push_back({i - 1, i, {}});
    for (const auto& [object, users] : objects_) connect(object, users);
    std::sort(edges_.begin(), edges_.end(),
              [](const Edge& a, const Edge& b) { return std::tie(a.before, a.after) < std::tie(b.before, b.after); });
    edges_.erase(std::unique(edges_.begin(), edges_.end(),
                             [](const Edge& a, const Edge& b) { return a.before == b.before && a.after == b.after; }),
                 edges_.end());
    return std::move(edges_);
  }

 private:
  void add(const Operation& op) {
    const auto t = touches(op);
    const auto node = count_++;
    const bool rename = node < renames_;
    const auto note = [&](const std::vector<ObjectId>& ids, std::vector<std::size_t> Users::*role) {
      for (const auto& id : ids) {
        auto& list = objects_[id].*role;
        if (list.empty() || list.back() != node) list.push_back(node);
      }
    };
    note(t.makes, rename ? &Users::rename_makers : &Users::makers);
    note(t.drops, rename ? &Users::rename_droppers : &Users::droppers);
    const auto* labels = std::get_if<AlterEnum>(&op.variant());
    note(t.changes, labels && only_adds(*labels) ? &Users::growers : &Users::changers);
    note(t.uses, &Users::users);
    note(t.uses_old, &Users::old_users);
    if (options_.checks_references) {
      note(t.references, &Users::users);
      note(t.references_old, &Users::old_users);
    }
    if (std::holds_alternative<RenameEnumLabel>(op.variant())) renamed_labels_.insert(node);
    replaces_.push_back(!t.makes.empty() && !t.drops.empty());
  }

  void all(const std::vector<std::size_t>& before, const std::vector<std::size_t>& after, const ObjectId& why) {
    for (const auto b : before)
      for (const auto a : after)
        if (a != b) edges_.push_back({b, a, why});
  }

  void connect(const ObjectId& id, const Users& u) {
    for (const auto* later : {&u.makers, &u.droppers, &u.changers, &u.growers, &u.users, &u.old_users})
      for (const auto maker : u.rename_makers)
        for (const auto node : *later)
          if (node >= renames_) edges_.push_back({maker, node, id});
    all(u.rename_droppers, u.makers, id);
    all(u.old_users, u.changers, id);
    all(u.old_users, u.droppers, id);
    drop_before_make(u, id);
    all(u.makers, u.changers, id);
    all(u.changers, u.users, id);
    all(u.makers, u.users, id);
    all(u.makers, u.growers, id);
    all(u.growers, u.users, id);
    for (const auto label : u.old_users)  // a new label says beside which other it stands
      if (renamed_labels_.contains(label)) all({label}, u.growers, id);
    if (u.makers.empty()) {
      all(u.growers, u.droppers, id);
      all(u.changers, u.droppers, id);
      all(u.users, u.droppers, id);
    }
    if (u.droppers.empty()) all(u.makers, after_renames(u.old_users), id);
  }

  // What goes before the renames goes with what it names, whoever makes that again.
  std::vector<std::size_t> after_renames(std::vector<std::size_t> nodes) const {
    std::erase_if(nodes, [&](std::size_t node) { return node < renames_; });
    return nodes;
  }

  // Two that both drop and make (a name that goes round through a working name) keep the order in which they were
  // given.
  void drop_before_make(const Users& u, const ObjectId& id) {
    for (const auto dropper : u.droppers)
      for (const auto maker : u.makers) {
        if (dropper == maker) continue;
        if (replaces_[dropper] && replaces_[maker])
          edges_.push_back({std::min(dropper, maker), std::max(dropper, maker), id});
        else
          edges_.push_back({dropper, maker, id});
      }
  }

  std::size_t renames_;
  GraphOptions options_;
  std::size_t count_ = 0;
  std::vector<bool> replaces_;
  std::set<std::size_t> renamed_labels_;
  std::map<ObjectId, Users> objects_;
  std::vector<Edge> edges_;
};

// An extension brings things that nobody names one by one: it comes before everything else, and goes after it. Default
// privileges reach what is made while they hold: nothing is.
std::optional<int> apart_from_the_others(const Operation& op) {
  if (const auto* create = std::get_if<CreateSqlObject>(&op.variant())) {
    if (create->object.kind == "extension") return -2;
    if (create->object.kind.ends_with("default privileges on")) return 7;
  }
  if (const auto* drop = std::get_if<DropSqlObject>(&op.variant())) {
    if (drop->object.kind == "extension") return 6;
    if (drop->object.kind.ends_with("default privileges on")) return -2;
  }
  if (std::holds_alternative<CreateSchema>(op.variant())) return -2;
  // has to be committed before what follows: first of all, so that everything else is one transaction
  if (const auto* labels = std::get_if<AlterEnum>(&op.variant()); labels && only_adds(*labels)) return -3;
  return std::nullopt;
}

// What a reader expects when nothing else decides: renames, then what is made, then what is changed, then what goes.
int stage(const Operation& op) {
  if (const auto apart = apart_from_the_others(op)) return *apart;
  const auto t = touches(op);
  if (!t.drops.empty() && t.makes.empty())
    return t.drops.front().kind == ObjectKind::table || t.drops.front().kind == ObjectKind::column ? 3 : 4;
  if (std::holds_alternative<SetComment>(op.variant())) return 5;
  return t.makes.empty() ? 2 : 1;
}

struct Priority {
  int stage;
  std::string schema, table;
  std::size_t kind, position;
  std::string text;
  auto operator<=>(const Priority&) const = default;
};

Priority priority_of(const Operation& op, bool rename, std::size_t given) {
  auto t = touches(op);
  std::erase_if(t.changes, is_about_those_below);
  const auto& first = !t.makes.empty()     ? t.makes.front()
                      : !t.changes.empty() ? t.changes.front()
                      : !t.drops.empty()   ? t.drops.front()
                                           : ObjectId{};
  Priority p{rename ? -1 : stage(op), first.name.schema, first.name.name, op.index(), rename ? given : 0, describe(op)};
  if (const auto* add = std::get_if<AddColumn>(&op.variant())) p.position = add->position;
  return p;
}

Graph build(std::size_t count, const std::vector<Edge>& all) {
  Graph graph(count);
  for (const auto& edge : all) boost::add_edge(edge.before, edge.after, graph);
  return graph;
}

// Empty when the graph has a circle.
std::vector<std::size_t> sorted(const Graph& graph, const std::vector<Priority>& priorities) {
  const auto count = boost::num_vertices(graph);
  std::vector<std::size_t> waiting(count), order;
  const auto later = [&](std::size_t a, std::size_t b) {
    return std::tie(priorities[a], a) > std::tie(priorities[b], b);
  };
  std::priority_queue<std::size_t, std::vector<std::size_t>, decltype(later)> ready(later);
  for (std::size_t v = 0; v < count; ++v)
    if ((waiting[v] = boost::in_degree(v, graph)) == 0) ready.push(v);
  while (!ready.empty()) {
    const auto v = ready.top();
    ready.pop();
    order.push_back(v);
    for (auto [edge, end] = boost::out_edges(v, graph); edge != end; ++edge)
      if (--waiting[boost::target(*edge, graph)] == 0) ready.push(boost::target(*edge, graph));
  }
  return order.size() == count ? order : std::vector<std::size_t>{};
}

// The members of every circle, in the order of their smallest nodes.
std::vector<std::vector<std::size_t>> circles(const Graph& graph) {
  std::vector<std::size_t> component(boost::num_vertices(graph));
  const auto count = boost::strong_components(graph, component.data());
  std::vector<std::vector<std::size_t>> members(count);
  for (std::size_t v = 0; v < component.size(); ++v) members[component[v]].push_back(v);
  std::erase_if(members, [](const auto& nodes) { return nodes.size() < 2; });
  std::sort(members.begin(), members.end());
  return members;
}

std::string drawing(const std::vector<const Operation*>& nodes, const std::vector<std::size_t>& members,
                    const std::vector<Edge>& all) {
  std::string out;
  for (const auto& edge : all) {
    const auto in = [&](std::size_t node) { return std::find(members.begin(), members.end(), node) != members.end(); };
    if (in(edge.before) && in(edge.after))
      out += fmt::format("\n  {}  must run before  {}  because of {} {}", describe(*nodes[edge.before]),
                         describe(*nodes[edge.after]), kind_name(edge.because.kind), display(edge.because));
  }
  return out;
}

// One member of each circle split: a circle of many may need this several times, but many circles are broken at once.
Result<std::vector<Operation>> split_circles(const std::vector<std::vector<std::size_t>>& circles, std::size_t renames,
                                             const std::vector<Operation>& operations,
                                             const std::vector<const Operation*>& nodes, const std::vector<Edge>& all) {
  auto out = operations;
  for (const auto& members : circles) {
    std::set<std::size_t> in_circle;
    std::vector<Operation> stuck;
    for (const auto node : members) {
      if (node >= renames) in_circle.insert(node - renames);
      stuck.push_back(*nodes[node]);
    }
    auto split = split_one(operations, in_circle, stuck);
    if (!split) return failure("circle", "dependency cycle that cannot be broken:" + drawing(nodes, members, all));
    out[split->node] = std::move(split->parts.back());
    out.insert(out.end(), std::make_move_iterator(split->parts.begin()),
               std::make_move_iterator(split->parts.end() - 1));
  }
  return out;
}

}  // namespace

std::vector<Edge> edges(const std::vector<Operation>& renames, const std::vector<Operation>& operations,
                        const GraphOptions& options) {
  return EdgeFinder(renames, operations, options).run();
}

Result<std::vector<Operation>> in_order(const std::vector<Operation>& renames, std::vector<Operation> operations,
                                        const GraphOptions& options) {
  for (;;) {
    // given order may decide nothing: sort before numbering
    std::vector<const Operation*> nodes;
    for (const auto& op : renames) nodes.push_back(&op);
    for (const auto& op : operations) nodes.push_back(&op);
    std::vector<Priority> priorities;
    for (std::size_t i = 0; i < nodes.size(); ++i) priorities.push_back(priority_of(*nodes[i], i < renames.size(), i));
    const auto all = edges(renames, operations, options);
    const auto graph = build(nodes.size(), all);
    const auto order = sorted(graph, priorities);
    if (order.size() == nodes.size()) {
      std::vector<Operation> out;
      for (const auto node : order) out.push_back(*nodes[node]);
      return out;
    }
    auto split = split_circles(circles(graph), renames.size(), operations, nodes, all);
    if (!split) return std::unexpected(split.error());
    operations = std::move(*split);
  }
}

}  // namespace schemac
