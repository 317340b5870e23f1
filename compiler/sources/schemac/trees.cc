#include "sources/schemac/trees.h"

#include <algorithm>

#include "base/sql_tokens.h"

namespace schemac::language {

const Tree* Tree::rule(std::size_t index) const {
  const auto at =
      std::ranges::find_if(children, [&](const Tree& child) { return !child.is_token && child.type == index; });
  return at == children.end() ? nullptr : &*at;
}

std::vector<const Tree*> Tree::rules(std::size_t index) const {
  std::vector<const Tree*> out;
  for (const auto& child : children)
    if (!child.is_token && child.type == index) out.push_back(&child);
  return out;
}

const Tree* Tree::token(std::size_t of) const {
  const auto at = std::ranges::find_if(children, [&](const Tree& child) { return child.is_token && child.type == of; });
  return at == children.end() ? nullptr : &*at;
}

std::size_t Tree::count(std::size_t of) const {
  return static_cast<std::size_t>(
      std::ranges::count_if(children, [&](const Tree& child) { return child.is_token && child.type == of; }));
}

Tree tree_of(antlr4::ParserRuleContext* context) {
  const auto* stop = context->getStop();
  Tree out{.type = context->getRuleIndex(), .first = context->getStart()->getTokenIndex()};
  out.last = stop != nullptr ? stop->getTokenIndex() : Tree::nothing;
  out.children.reserve(context->children.size());
  for (auto* child : context->children) {
    if (auto* leaf = dynamic_cast<antlr4::tree::TerminalNode*>(child)) {
      const auto place = leaf->getSymbol()->getTokenIndex();
      out.children.push_back({.is_token = true, .type = leaf->getSymbol()->getType(), .first = place, .last = place});
    } else {
      out.children.push_back(tree_of(static_cast<antlr4::ParserRuleContext*>(child)));
    }
  }
  return out;
}

namespace {

using Grammar = SchemacParser;

class TreeReader {
 public:
  explicit TreeReader(const Sentence& sentence) : text_(sentence.text), tokens_(sentence.tokens) {}

  Declaration declaration(const Tree& c) const {
    Declaration out{.body = DialectSyntax{}, .at = range(c)};
    out.at.end = tokens_.empty() ? out.at.begin : tokens_.back().at.end;
    const auto& line = c.children.front();
    switch (line.type) {
      case Grammar::RuleDialectLine: out.body = dialect(line); break;
      case Grammar::RuleCoversLine: out.body = covers(line); break;
      case Grammar::RuleSchemaLine: out.body = SchemaSyntax{word(*line.rule(Grammar::RuleName)), object(line)}; break;
      case Grammar::RuleSequenceLine: out.body = sequence(line); break;
      case Grammar::RuleSqlLine: out.body = sql(line); break;
      case Grammar::RuleEnumHead:
        out.body = EnumSyntax{path(*line.rule(Grammar::RuleQualifiedName)), object(line)};
        break;
      default: out.body = table(line);
    }
    return out;
  }

  std::vector<EnumLabelSyntax> labels(const Tree& c) const {
    std::vector<EnumLabelSyntax> out;
    for (const auto* one : c.rules(Grammar::RuleEnumLabel)) {
      EnumLabelSyntax label{.at = range(*one)};
      const auto all = one->rules(Grammar::RuleLabel);
      label.label = unquoted_text(*all.front());
      for (auto each = all.begin() + 1; each != all.end(); ++each) label.was.push_back(unquoted_text(**each));
      out.push_back(std::move(label));
    }
    return out;
  }

  TableItem item(const Tree& c) const {
    const auto& line = c.children.front();
    switch (line.type) {
      case Grammar::RuleConstraintItem: return constraint_item(line);
      case Grammar::RuleIndexItem: return index_item(line);
      case Grammar::RuleComment: return comment(line);
      case Grammar::RuleBackItem: return BackSyntax{*name(line), backticked(line), range(line)};
      default: return column(line);
    }
  }

 private:
  const Token& token(std::size_t place) const { return tokens_[std::min(place, tokens_.size() - 1)]; }
  std::string_view slice(Range at) const { return text_.substr(at.begin, at.end - at.begin); }
  Range range(const Tree& c) const {
    if (c.is_token) return token(c.first).at;
    const auto begin = token(c.first).at.begin;
    return {begin, c.last != Tree::nothing ? std::max(begin, token(c.last).at.end) : begin};
  }
  // Of each child of these rules.
  std::vector<Range> ranges(const Tree& c, std::size_t rule) const {
    std::vector<Range> out;
    for (const auto& child : c.children)
      if (!child.is_token && child.type == rule) out.push_back(range(child));
    return out;
  }

  Text unquoted_text(const Tree& c) const { return {unquoted(slice(range(c))), range(c)}; }
  Text raw(const Tree& c) const { return {std::string(slice(range(c))), range(c)}; }
  Text comment(const Tree& c) const { return unquoted_text(*c.token(Grammar::STRING)); }
  Text backticked(const Tree& c) const { return unquoted_text(*c.token(Grammar::BACKTICKED)); }

  Word word(const Tree& c) const {
    const auto at = range(c);
    const auto written = slice(at);
    return {unquoted(written), written.starts_with('"'), at};
  }
  std::optional<Word> name(const Tree& c) const {
    const auto* own = c.rule(Grammar::RuleName);
    return own ? std::optional(word(*own)) : std::nullopt;
  }
  // The names that hang directly on it.
  std::vector<Word> names(const Tree& c) const {
    std::vector<Word> out;
    for (const auto& child : c.children)
      if (!child.is_token && child.type == Grammar::RuleName) out.push_back(word(child));
    return out;
  }
  std::vector<Word> columns(const Tree& c) const {
    const auto* list = c.rule(Grammar::RuleColumnList);
    return list ? names(*list) : std::vector<Word>();
  }

  // `a`, or `a.b`: a qualified name, a collation.
  Path path(const Tree& c) const { return path(names(c), range(c)); }
  static Path path(std::vector<Word> words, Range at) {
    if (words.size() == 1) return {{}, std::move(words[0]), at};
    return {std::move(words[0]), std::move(words[1]), at};
  }

  std::vector<Path> was(const Tree& c) const {
    std::vector<Path> out;
    for (const auto* name : c.rules(Grammar::RuleQualifiedName)) out.push_back(path(*name));
    return out;
  }
  // What any object can say.
  void add(ObjectSyntax& object, const Tree& c) const {
    if (const auto* names = c.rule(Grammar::RuleWas))
      for (auto& older : was(*names)) object.was.push_back(std::move(older));
    if (const auto* one = c.rule(Grammar::RuleComment)) object.comment = comment(*one);
  }
  ObjectSyntax object(const Tree& line) const {
    ObjectSyntax out{.clauses = ranges(line, Grammar::RuleObjectOption)};
    for (const auto* option : line.rules(Grammar::RuleObjectOption)) add(out, *option);
    return out;
  }

  void add(std::vector<AttributeSyntax>& to, const Tree& attributes) const {
    for (const auto* one : attributes.rules(Grammar::RuleAttribute)) {
      const auto* value = one->rule(Grammar::RuleAttributeValue);
      to.push_back({*name(*one), value ? unquoted(slice(range(*value))) : "true"});
    }
  }

  // --- declarations
  DialectSyntax dialect(const Tree& c) const {
    const auto* version = c.token(Grammar::NUMBER);
    return {*name(c), version ? std::optional(raw(*version)) : std::nullopt};
  }

  CoversSyntax covers(const Tree& c) const {
    CoversSyntax out;
    auto* into = &out.words;
    for (const auto& child : c.children) {
      if (!child.is_token) {
        const auto name = word(child);
        const auto small = name.quoted ? std::string() : lower(name.text);
        if (small == "except")
          into = &out.left_out;
        else if (small == "in")
          into = &out.schemas;
        else
          into->push_back({name.quoted ? name.text : into == &out.words ? small : name.text, name.at});
      } else if (child.type == Grammar::STRING) {
        into->push_back(unquoted_text(child));
      }
    }
    return out;
  }

  SqlSyntax sql(const Tree& c) const {
    auto words = names(c);
    const auto dots = std::min(c.count(Grammar::DOT), words.size() - 1);
    const auto first = words.size() - 1 - dots;
    SqlSyntax out{.kind = {}, .name = {}, .definition = backticked(c)};
    for (std::size_t at = 0; at < first; ++at) out.kind += (at ? " " : "") + lower(words[at].text);
    std::vector<Word> own(words.begin() + static_cast<std::ptrdiff_t>(first), words.end());
    if (own.size() > 2) own.erase(own.begin() + 1, own.end() - 1);
    const Range at{own.front().at.begin, own.back().at.end};
    out.name = path(std::move(own), at);
    if (const auto* older = c.rule(Grammar::RuleWas)) out.was = was(*older);
    return out;
  }

  TableSyntax table(const Tree& c) const {
    TableSyntax out{.name = path(*c.rule(Grammar::RuleQualifiedName)), .object = object(c)};
    for (const auto* one : c.rules(Grammar::RuleTableAttribute)) {
      if (const auto* list = one->rule(Grammar::RuleAttributes))
        add(out.attributes, *list);
      else
        out.attributes.push_back(
            {{one->has(Grammar::ROWID) ? "without_rowid" : lower(slice(range(*one))), true, range(*one)}, "true"});
    }
    return out;
  }

  SequenceSyntax sequence(const Tree& c) const {
    SequenceSyntax out{
        .name = path(*c.rule(Grammar::RuleQualifiedName)), .object = object(c), .options = sequence_options(&c)};
    for (const auto* owner : c.rules(Grammar::RuleOwnedBy)) {
      out.owned_by = names(*owner);
      out.object.clauses.push_back(range(*owner));
    }
    for (const auto* list : c.rules(Grammar::RuleAttributes)) add(out.attributes, *list);
    for (const auto& child : c.children)
      if (child.is_token && child.type == Grammar::UNLOGGED)
        out.attributes.push_back({{"unlogged", true, range(child)}, "true"});
    return out;
  }

  SequenceOptionSyntax sequence_option(const Tree& c) const {
    if (c.has(Grammar::AS))
      return {SequenceOptionKind::type, {std::string(slice(range(*c.rule(Grammar::RuleTypeWord)))), range(c)}};
    if (c.has(Grammar::CYCLE))
      return {c.has(Grammar::NO) ? SequenceOptionKind::no_cycle : SequenceOptionKind::cycle, {{}, range(c)}};
    const auto kind = c.has(Grammar::START)       ? SequenceOptionKind::start
                      : c.has(Grammar::INCREMENT) ? SequenceOptionKind::increment
                      : c.has(Grammar::MINVALUE)  ? SequenceOptionKind::minimum
                      : c.has(Grammar::MAXVALUE)  ? SequenceOptionKind::maximum
                                                  : SequenceOptionKind::cache;
    return {kind, raw(*c.token(Grammar::NUMBER))};
  }
  std::vector<SequenceOptionSyntax> sequence_options(const Tree* c) const {
    std::vector<SequenceOptionSyntax> out;
    if (c)
      for (const auto* option : c->rules(Grammar::RuleSequenceOption)) out.push_back(sequence_option(*option));
    return out;
  }

  // --- constraints and indexes
  static void add_inline(ConstraintSyntax& out, const Tree& option) {
    if (option.has(Grammar::DEFERRABLE)) out.deferrable = !option.has(Grammar::NOT);
    if (option.has(Grammar::INITIALLY)) out.initially_deferred = option.has(Grammar::DEFERRED);
    if (option.has(Grammar::DEFERRED)) out.deferrable = true;
    if (option.has(Grammar::VALID)) out.validated = false;
    if (option.has(Grammar::INHERIT)) out.no_inherit = true;
  }

  void add(ConstraintSyntax& out, const Tree& option) const {
    const auto& one = option.children.front();
    switch (one.type) {
      case Grammar::RuleInlineOption: return add_inline(out, one);
      case Grammar::RuleKeyOption:
        if (one.rule(Grammar::RuleColumnList)) out.include = columns(one);
        if (one.has(Grammar::DISTINCT)) out.nulls_not_distinct = one.has(Grammar::NOT);
        return;
      case Grammar::RuleAttributes: return add(out.attributes, one);
      default: return add(out.object, option);
    }
  }

  ReferenceSyntax reference(const Tree& c) const {
    ReferenceSyntax out{.table = path(*c.rule(Grammar::RuleQualifiedName)),
                        .columns = columns(c),
                        .clauses = ranges(c, Grammar::RuleReferenceOption)};
    for (const auto* option : c.rules(Grammar::RuleReferenceOption)) {
      if (option->has(Grammar::MATCH)) out.match_full = true;
      const auto* done = option->rule(Grammar::RuleAction);
      if (!done) continue;
      (option->has(Grammar::DELETE) ? out.on_delete : out.on_update) = action(*done);
      if (option->rule(Grammar::RuleColumnList)) out.on_delete_columns = columns(*option);
    }
    return out;
  }

  static ReferentialAction action(const Tree& c) {
    if (c.has(Grammar::CASCADE)) return ReferentialAction::cascade;
    if (c.has(Grammar::RESTRICT)) return ReferentialAction::restrict_;
    if (c.has(Grammar::NULL_)) return ReferentialAction::set_null;
    if (c.has(Grammar::DEFAULT)) return ReferentialAction::set_default;
    return ReferentialAction::no_action;
  }

  ConstraintSyntax constraint_item(const Tree& c) const {
    ConstraintSyntax out{.at = range(c), .name = name(c)};
    out.object.clauses = ranges(c, Grammar::RuleConstraintOption);
    for (const auto* option : c.rules(Grammar::RuleConstraintOption)) add(out, *option);
    switch (c.children.front().type) {
      case Grammar::PRIMARY: out.kind = ConstraintKind::primary_key; break;
      case Grammar::UNIQUE: out.kind = ConstraintKind::unique; break;
      case Grammar::CHECK: out.kind = ConstraintKind::check; break;
      case Grammar::FOREIGN: out.kind = ConstraintKind::foreign_key; break;
      default: out.kind = ConstraintKind::exclude;
    }
    out.columns = columns(c);
    if (c.has(Grammar::BACKTICKED)) out.expression = backticked(c);
    if (const auto* to = c.rule(Grammar::RuleReference)) out.reference = reference(*to);
    return out;
  }

  IndexKeySyntax index_key(const Tree& c) const {
    IndexKeySyntax out{.column = name(c), .clauses = ranges(c, Grammar::RuleIndexKeyOption)};
    if (!out.column) out.expression = backticked(c);
    for (const auto* option : c.rules(Grammar::RuleIndexKeyOption)) {
      if (option->has(Grammar::DESC)) out.descending = true;
      if (option->has(Grammar::NULLS)) out.nulls_first = option->has(Grammar::FIRST);
      if (const auto* collation = option->rule(Grammar::RuleCollation)) out.collation = path(*collation);
      if (const auto* one = option->rule(Grammar::RuleOperatorClass))
        out.operator_class = one->rule(Grammar::RuleName) ? raw(*one) : unquoted_text(*one);
    }
    return out;
  }

  IndexSyntax index_item(const Tree& c) const {
    IndexSyntax out{.at = range(c), .name = name(c), .unique = c.has(Grammar::UNIQUE)};
    out.object.clauses = ranges(c, Grammar::RuleIndexOption);
    for (const auto* key : c.rules(Grammar::RuleIndexKey)) out.keys.push_back(index_key(*key));
    for (const auto* option : c.rules(Grammar::RuleIndexOption)) {
      if (option->has(Grammar::USING)) out.method = name(*option);
      if (option->has(Grammar::INCLUDE)) out.include = columns(*option);
      if (option->has(Grammar::WHERE)) out.where = backticked(*option);
      if (option->has(Grammar::DISTINCT)) out.nulls_not_distinct = option->has(Grammar::NOT);
      if (option->has(Grammar::VALID)) out.valid = false;
      if (const auto* one = option->rule(Grammar::RuleAttributes)) add(out.attributes, *one);
      add(out.object, *option);
    }
    return out;
  }

  // --- columns
  TypeSyntax type(const Tree& c) const {
    TypeSyntax out{.text = {}, .at = range(c)};
    if (c.has(Grammar::BACKTICKED)) {
      out.text = backticked(c).text;
      out.raw = true;
      return out;
    }
    // one space between words, none around marks
    for (auto at = c.first; at <= std::min(c.last, tokens_.size() - 1); ++at) {
      const auto written = slice(tokens_[at].at);
      const auto glued = [](char mark) {
        return mark == '(' || mark == ')' || mark == '[' || mark == ']' || mark == ',' || mark == '.';
      };
      if (!out.text.empty() && !glued(written.front()) && (!glued(out.text.back()) || out.text.back() == ')'))
        out.text += ' ';
      out.text += written;
    }
    const auto& first = *c.rule(Grammar::RuleTypeWords);
    out.array = c.rule(Grammar::RuleTypeArray) != nullptr;
    out.has_arguments = c.rule(Grammar::RuleTypeArguments) != nullptr;
    const bool several_words = first.has(Grammar::PRECISION) || first.has(Grammar::VARYING) || c.has(Grammar::ZONE);
    if (several_words) return out;
    std::vector<Word> own = {word(*first.rule(Grammar::RuleTypeWord))};
    if (auto second = name(first)) own.push_back(std::move(*second));
    out.path = path(std::move(own), range(first));
    return out;
  }

  ColumnSyntax column(const Tree& c) const {
    ColumnSyntax out{.name = *name(c), .at = range(c)};
    if (const auto* written = c.rule(Grammar::RuleTypeName)) out.type = type(*written);
    out.object.clauses = ranges(c, Grammar::RuleColumnClause);
    for (const auto& clause : c.children)
      if (!clause.is_token && clause.type == Grammar::RuleColumnClause) add(out, clause);
    return out;
  }

  void add(ColumnSyntax& out, const Tree& clause) const {
    const auto& first = clause.children.front();
    if (!first.is_token && first.type == Grammar::RuleAttributes) return add(out.attributes, first);
    if (!first.is_token && first.type != Grammar::RuleReference) return add(out.object, clause);
    switch (first.is_token ? first.type : std::size_t{Grammar::REFERENCES}) {
      case Grammar::NOT:
      case Grammar::NULL_: out.not_null = clause.has(Grammar::NOT); return;
      case Grammar::DEFAULT: out.default_value = value(*clause.rule(Grammar::RuleValue)); return;
      case Grammar::IDENTITY:
        out.identity =
            IdentitySyntax{.kind = clause.has(Grammar::ALWAYS) ? IdentityKind::always : IdentityKind::by_default,
                           .options = sequence_options(clause.rule(Grammar::RuleSequenceOptions)),
                           .at = range(clause)};
        return;
      case Grammar::SEQUENCE:
        out.sequence = ColumnSequenceSyntax{name(clause), sequence_options(clause.rule(Grammar::RuleSequenceOptions)),
                                            range(clause)};
        return;
      case Grammar::AUTOINCREMENT:
        out.identity = IdentitySyntax{.kind = IdentityKind::autoincrement, .at = range(clause)};
        return;
      case Grammar::GENERATED:
        out.generated = backticked(clause);
        out.stored = !clause.has(Grammar::VIRTUAL);
        return;
      case Grammar::COLLATE: out.collation = path(*clause.rule(Grammar::RuleCollation)); return;
      case Grammar::BACKFILL: out.backfill = backticked(clause); return;
      case Grammar::USING: out.conversion = backticked(clause); return;
      case Grammar::INDEX: out.index = true; return;
      default: out.constraints.push_back(constraint(clause, out.name));
    }
  }

  // Of a column, behind its type.
  ConstraintSyntax constraint(const Tree& c, const Word& column) const {
    ConstraintSyntax out{.at = range(c), .name = name(c), .columns = {column}};
    out.object.clauses = ranges(c, Grammar::RuleInlineOption);
    for (const auto* option : c.rules(Grammar::RuleInlineOption)) add_inline(out, *option);
    if (c.has(Grammar::PRIMARY)) {
      out.kind = ConstraintKind::primary_key;
    } else if (c.has(Grammar::UNIQUE)) {
      out.kind = ConstraintKind::unique;
      out.nulls_not_distinct = c.has(Grammar::DISTINCT) && c.has(Grammar::NOT);
    } else if (c.has(Grammar::CHECK)) {
      out.kind = ConstraintKind::check;
      out.expression = backticked(c);
    } else {
      out.kind = ConstraintKind::foreign_key;
      out.reference = reference(*c.rule(Grammar::RuleReference));
    }
    return out;
  }

  Text value(const Tree& c) const { return c.has(Grammar::BACKTICKED) ? unquoted_text(c) : raw(c); }

  std::string_view text_;
  std::span<const Token> tokens_;
};

}  // namespace

Declaration read_declaration(const Sentence& sentence, const Tree& tree) {
  return TreeReader(sentence).declaration(tree);
}
TableItem read_table_item(const Sentence& sentence, const Tree& tree) { return TreeReader(sentence).item(tree); }
std::vector<EnumLabelSyntax> read_enum_labels(const Sentence& sentence, const Tree& tree) {
  return TreeReader(sentence).labels(tree);
}

}  // namespace schemac::language
