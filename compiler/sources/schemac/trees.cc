#include "sources/schemac/trees.h"

#include <algorithm>

#include "base/sql_tokens.h"

namespace schemac::language {
namespace {

using Grammar = SchemacParser;

class TreeReader {
 public:
  explicit TreeReader(const Sentence& sentence) : text_(sentence.text), tokens_(sentence.tokens) {}

  Declaration declaration(Grammar::DeclarationContext* c) const {
    Declaration out{.body = DialectSyntax{}, .at = range(c)};
    out.at.end = tokens_.empty() ? out.at.begin : tokens_.back().at.end;
    if (auto* line = c->dialectLine()) out.body = dialect(line);
    if (auto* line = c->coversLine()) out.body = covers(line);
    if (auto* line = c->schemaLine()) out.body = SchemaSyntax{word(line->name()), object(line->objectOption())};
    if (auto* line = c->sequenceLine()) out.body = sequence(line);
    if (auto* line = c->sqlLine()) out.body = sql(line);
    if (auto* head = c->enumHead()) out.body = EnumSyntax{path(head->qualifiedName()), object(head->objectOption())};
    if (auto* head = c->tableHead()) out.body = table(head);
    return out;
  }

  std::vector<EnumLabelSyntax> labels(Grammar::EnumLabelsContext* c) const {
    std::vector<EnumLabelSyntax> out;
    for (auto* one : c->enumLabel()) {
      EnumLabelSyntax label{.at = range(one)};
      for (auto* each : one->label()) {
        auto text = label_text(each);
        if (each == one->label(0))
          label.label = std::move(text);
        else
          label.was.push_back(std::move(text));
      }
      out.push_back(std::move(label));
    }
    return out;
  }

  TableItem item(Grammar::TableItemContext* c) const {
    if (auto* constraint = c->constraintItem()) return constraint_item(constraint);
    if (auto* index = c->indexItem()) return index_item(index);
    if (auto* comment = c->comment()) return text(comment->STRING());
    return column(c->columnItem());
  }

 private:
  using Terminal = antlr4::tree::TerminalNode;

  const Token& token(const antlr4::Token* t) const { return tokens_[std::min(t->getTokenIndex(), tokens_.size() - 1)]; }
  std::string_view slice(Range at) const { return text_.substr(at.begin, at.end - at.begin); }
  Range range(antlr4::ParserRuleContext* c) const {
    const auto begin = token(c->getStart()).at.begin;
    return {begin, c->getStop() != nullptr ? std::max(begin, token(c->getStop()).at.end) : begin};
  }
  Range range(Terminal* node) const { return token(node->getSymbol()).at; }
  template <class Contexts>
  std::vector<Range> ranges(const Contexts& contexts) const {
    std::vector<Range> out;
    for (auto* c : contexts) out.push_back(range(c));
    return out;
  }

  Text text(Terminal* node) const { return {unquoted(slice(range(node))), range(node)}; }
  Text raw(Terminal* node) const { return {std::string(slice(range(node))), range(node)}; }

  Word word(antlr4::ParserRuleContext* c) const {
    const auto at = range(c);
    const auto written = slice(at);
    return {unquoted(written), written.starts_with('"'), at};
  }
  template <class Contexts>
  std::vector<Word> words(const Contexts& contexts) const {
    std::vector<Word> out;
    for (auto* c : contexts) out.push_back(word(c));
    return out;
  }
  std::vector<Word> words(Grammar::ColumnListContext* list) const { return list ? words(list->name()) : std::vector<Word>(); }

  Path path(Grammar::QualifiedNameContext* c) const { return path(words(c->name()), range(c)); }
  static Path path(std::vector<Word> words, Range at) {
    if (words.size() == 1) return {{}, words[0], at};
    return {words[0], words[1], at};
  }
  Text label_text(Grammar::LabelContext* c) const { return {unquoted(slice(range(c))), range(c)}; }

  std::vector<Path> was(Grammar::WasContext* c) const {
    std::vector<Path> out;
    for (auto* name : c->qualifiedName()) out.push_back(path(name));
    return out;
  }
  void add(ObjectSyntax& object, Grammar::WasContext* c) const {
    for (auto& name : was(c)) object.was.push_back(std::move(name));
  }
  void add(ObjectSyntax& object, Grammar::ObjectOptionContext* option) const {
    if (auto* names = option->was()) add(object, names);
    if (auto* comment = option->comment()) object.comment = text(comment->STRING());
  }
  ObjectSyntax object(const std::vector<Grammar::ObjectOptionContext*>& options) const {
    ObjectSyntax out{.clauses = ranges(options)};
    for (auto* option : options) add(out, option);
    return out;
  }

  std::vector<AttributeSyntax> attributes(Grammar::AttributesContext* c) const {
    std::vector<AttributeSyntax> out;
    for (auto* one : c->attribute()) {
      auto* value = one->attributeValue();
      out.push_back({word(one->name()), value ? unquoted(slice(range(value))) : "true"});
    }
    return out;
  }
  void add(std::vector<AttributeSyntax>& to, Grammar::AttributesContext* c) const {
    for (auto& attribute : attributes(c)) to.push_back(std::move(attribute));
  }

  // --- declarations ----------------------------------------------------------------------------------------------------
  DialectSyntax dialect(Grammar::DialectLineContext* c) const {
    return {word(c->name()), c->NUMBER() ? std::optional(raw(c->NUMBER())) : std::nullopt};
  }

  CoversSyntax covers(Grammar::CoversLineContext* c) const {
    CoversSyntax out;
    auto* into = &out.words;
    for (auto* child : c->children) {
      if (auto* named = dynamic_cast<Grammar::NameContext*>(child)) {
        const auto name = word(named);
        const auto small = name.quoted ? std::string() : lower(name.text);
        if (small == "except")
          into = &out.left_out;
        else if (small == "in")
          into = &out.schemas;
        else
          into->push_back({name.quoted ? name.text : into == &out.words ? small : name.text, name.at});
      } else if (auto* leaf = dynamic_cast<antlr4::tree::TerminalNode*>(child); leaf && leaf->getSymbol()->getType() == Grammar::STRING) {
        into->push_back(text(leaf));
      }
    }
    return out;
  }

  SqlSyntax sql(Grammar::SqlLineContext* c) const {
    auto names = words(c->name());
    const auto dots = std::min(c->DOT().size(), names.size() - 1);
    const auto first = names.size() - 1 - dots;
    SqlSyntax out{.kind = {}, .name = {}, .definition = text(c->BACKTICKED())};
    for (std::size_t at = 0; at < first; ++at) out.kind += (at ? " " : "") + lower(names[at].text);
    std::vector<Word> own(names.begin() + static_cast<std::ptrdiff_t>(first), names.end());
    if (own.size() > 2) own.erase(own.begin() + 1, own.end() - 1);
    out.name = path(own, {own.front().at.begin, own.back().at.end});
    if (c->was()) out.was = was(c->was());
    return out;
  }

  TableSyntax table(Grammar::TableHeadContext* c) const {
    TableSyntax out{.name = path(c->qualifiedName()), .object = object(c->objectOption())};
    for (auto* one : c->tableAttribute()) {
      if (auto* list = one->attributes())
        add(out.attributes, list);
      else
        out.attributes.push_back({{one->ROWID() ? "without_rowid" : lower(slice(range(one))), true, range(one)}, "true"});
    }
    return out;
  }

  SequenceSyntax sequence(Grammar::SequenceLineContext* c) const {
    SequenceSyntax out{.name = path(c->qualifiedName()), .object = object(c->objectOption())};
    for (auto* option : c->sequenceOption()) out.options.push_back(sequence_option(option));
    for (auto* owner : c->ownedBy()) {
      out.owned_by = words(owner->name());
      out.object.clauses.push_back(range(owner));
    }
    for (auto* list : c->attributes()) add(out.attributes, list);
    for (auto* flag : c->UNLOGGED()) out.attributes.push_back({{"unlogged", true, range(flag)}, "true"});
    return out;
  }

  SequenceOptionSyntax sequence_option(Grammar::SequenceOptionContext* c) const {
    if (c->AS()) return {SequenceOptionKind::type, {std::string(slice(range(c->typeWord()))), range(c)}};
    if (c->CYCLE()) return {c->NO() ? SequenceOptionKind::no_cycle : SequenceOptionKind::cycle, {{}, range(c)}};
    const auto kind = c->START()       ? SequenceOptionKind::start
                      : c->INCREMENT() ? SequenceOptionKind::increment
                      : c->MINVALUE()  ? SequenceOptionKind::minimum
                      : c->MAXVALUE()  ? SequenceOptionKind::maximum
                                       : SequenceOptionKind::cache;
    return {kind, raw(c->NUMBER())};
  }

  // --- constraints and indexes -------------------------------------------------------------------------------------------
  void add(ConstraintSyntax& out, Grammar::InlineOptionContext* option) const {
    if (option->DEFERRABLE()) out.deferrable = !option->NOT();
    if (option->INITIALLY()) out.initially_deferred = option->DEFERRED() != nullptr;
    if (option->DEFERRED()) out.deferrable = true;
    if (option->VALID()) out.validated = false;
    if (option->INHERIT()) out.no_inherit = true;
  }

  void add(ConstraintSyntax& out, Grammar::ConstraintOptionContext* option) const {
    if (auto* one = option->inlineOption()) add(out, one);
    if (auto* one = option->keyOption()) {
      if (one->columnList()) out.include = words(one->columnList());
      if (one->DISTINCT()) out.nulls_not_distinct = one->NOT() != nullptr;
    }
    if (auto* one = option->attributes()) add(out.attributes, one);
    if (auto* one = option->comment()) out.object.comment = text(one->STRING());
    if (auto* one = option->was()) add(out.object, one);
  }

  ReferenceSyntax reference(Grammar::ReferenceContext* c) const {
    ReferenceSyntax out{.table = path(c->qualifiedName()), .columns = words(c->columnList()), .clauses = ranges(c->referenceOption())};
    for (auto* option : c->referenceOption()) {
      if (option->MATCH()) out.match_full = true;
      if (!option->action()) continue;
      (option->DELETE() ? out.on_delete : out.on_update) = action(option->action());
      if (option->columnList()) out.on_delete_columns = words(option->columnList());
    }
    return out;
  }

  static ReferentialAction action(Grammar::ActionContext* c) {
    if (c->CASCADE()) return ReferentialAction::cascade;
    if (c->RESTRICT()) return ReferentialAction::restrict_;
    if (c->NULL_()) return ReferentialAction::set_null;
    if (c->DEFAULT()) return ReferentialAction::set_default;
    return ReferentialAction::no_action;
  }

  template <class Context>
  ConstraintSyntax constraint(Context* c, ConstraintKind kind) const {
    ConstraintSyntax out{.kind = kind, .at = range(c)};
    if (c->name()) out.name = word(c->name());
    return out;
  }
  template <class Context>
  ConstraintSyntax constraint_with_options(Context* c, ConstraintKind kind) const {
    auto out = constraint(c, kind);
    out.object.clauses = ranges(c->constraintOption());
    for (auto* option : c->constraintOption()) add(out, option);
    return out;
  }

  ConstraintSyntax constraint_item(Grammar::ConstraintItemContext* c) const {
    if (auto* key = dynamic_cast<Grammar::PrimaryKeyItemContext*>(c)) {
      auto out = constraint_with_options(key, ConstraintKind::primary_key);
      out.columns = words(key->columnList());
      return out;
    }
    if (auto* key = dynamic_cast<Grammar::UniqueItemContext*>(c)) {
      auto out = constraint_with_options(key, ConstraintKind::unique);
      out.columns = words(key->columnList());
      return out;
    }
    if (auto* check = dynamic_cast<Grammar::CheckItemContext*>(c)) {
      auto out = constraint_with_options(check, ConstraintKind::check);
      out.expression = text(check->BACKTICKED());
      return out;
    }
    if (auto* key = dynamic_cast<Grammar::ForeignKeyItemContext*>(c)) {
      auto out = constraint_with_options(key, ConstraintKind::foreign_key);
      out.columns = words(key->columnList());
      out.reference = reference(key->reference());
      return out;
    }
    auto* exclude = dynamic_cast<Grammar::ExcludeItemContext*>(c);
    auto out = constraint_with_options(exclude, ConstraintKind::exclude);
    out.expression = text(exclude->BACKTICKED());
    return out;
  }

  IndexKeySyntax index_key(Grammar::IndexKeyContext* c) const {
    IndexKeySyntax out{.clauses = ranges(c->indexKeyOption())};
    if (c->name())
      out.column = word(c->name());
    else
      out.expression = text(c->BACKTICKED());
    for (auto* option : c->indexKeyOption()) {
      if (option->DESC()) out.descending = true;
      if (option->NULLS()) out.nulls_first = option->FIRST() != nullptr;
      if (auto* collation = option->collation()) out.collation = path(words(collation->name()), range(collation));
      if (auto* one = option->operatorClass())
        out.operator_class = Text{one->name() ? std::string(slice(range(one))) : unquoted(slice(range(one))), range(one)};
    }
    return out;
  }

  IndexSyntax index_item(Grammar::IndexItemContext* c) const {
    IndexSyntax out{.at = range(c)};
    out.object.clauses = ranges(c->indexOption());
    if (c->name()) out.name = word(c->name());
    out.unique = c->UNIQUE() != nullptr;
    for (auto* key : c->indexKey()) out.keys.push_back(index_key(key));
    for (auto* option : c->indexOption()) {
      if (option->USING()) out.method = word(option->name());
      if (option->INCLUDE()) out.include = words(option->columnList());
      if (option->WHERE()) out.where = text(option->BACKTICKED());
      if (option->DISTINCT()) out.nulls_not_distinct = option->NOT() != nullptr;
      if (option->VALID()) out.valid = false;
      if (auto* one = option->attributes()) add(out.attributes, one);
      if (auto* one = option->comment()) out.object.comment = text(one->STRING());
      if (auto* one = option->was()) add(out.object, one);
    }
    return out;
  }

  // --- columns -------------------------------------------------------------------------------------------------------------
  TypeSyntax type(Grammar::TypeNameContext* c) const {
    TypeSyntax out{.text = {}, .at = range(c)};
    if (c->BACKTICKED()) {
      out.text = text(c->BACKTICKED()).text;
      out.raw = true;
      return out;
    }
    // one space between words, none around marks
    for (const auto& one : tokens_) {
      if (one.at.begin < out.at.begin || one.at.end > out.at.end) continue;
      const auto written = slice(one.at);
      const auto glued = [](char mark) { return mark == '(' || mark == ')' || mark == '[' || mark == ']' || mark == ',' || mark == '.'; };
      if (!out.text.empty() && !glued(written.front()) && (!glued(out.text.back()) || out.text.back() == ')')) out.text += ' ';
      out.text += written;
    }
    auto* first = c->typeWords();
    auto own = words(std::vector<antlr4::ParserRuleContext*>{first->typeWord()});
    if (first->name()) own.push_back(word(first->name()));
    out.array = !c->typeArray().empty();
    out.has_arguments = c->typeArguments() != nullptr;
    const bool several_words = first->PRECISION() || first->VARYING() || c->ZONE();
    if (!several_words) out.path = path(own, range(first));
    return out;
  }

  IdentitySyntax identity(Grammar::IdentityClauseContext* c) const {
    IdentitySyntax out{.kind = c->ALWAYS() ? IdentityKind::always : IdentityKind::by_default, .at = range(c)};
    out.options = sequence_options(c->sequenceOptions());
    return out;
  }

  std::vector<SequenceOptionSyntax> sequence_options(Grammar::SequenceOptionsContext* c) const {
    std::vector<SequenceOptionSyntax> out;
    if (c)
      for (auto* option : c->sequenceOption()) out.push_back(sequence_option(option));
    return out;
  }

  ColumnSyntax column(Grammar::ColumnItemContext* c) const {
    ColumnSyntax out{.name = word(c->name()), .at = range(c)};
    if (c->typeName()) out.type = type(c->typeName());
    for (auto* clause : c->columnClause()) {
      out.object.clauses.push_back(range(clause));
      add(out, clause);
    }
    return out;
  }

  void add(ColumnSyntax& out, Grammar::ColumnClauseContext* clause) const {
    if (auto* one = dynamic_cast<Grammar::NullabilityContext*>(clause)) out.not_null = one->NOT() != nullptr;
    if (auto* one = dynamic_cast<Grammar::DefaultClauseContext*>(clause)) out.default_value = value(one->value());
    if (auto* one = dynamic_cast<Grammar::IdentityClauseContext*>(clause)) out.identity = identity(one);
    if (auto* one = dynamic_cast<Grammar::SequenceClauseContext*>(clause))
      out.sequence =
          ColumnSequenceSyntax{one->name() ? std::optional(word(one->name())) : std::nullopt, sequence_options(one->sequenceOptions()), range(one)};
    if (dynamic_cast<Grammar::AutoincrementClauseContext*>(clause))
      out.identity = IdentitySyntax{.kind = IdentityKind::autoincrement, .at = range(clause)};
    if (auto* one = dynamic_cast<Grammar::GeneratedClauseContext*>(clause)) {
      out.generated = text(one->BACKTICKED());
      out.stored = !one->VIRTUAL();
    }
    if (auto* one = dynamic_cast<Grammar::CollateClauseContext*>(clause))
      out.collation = path(words(one->collation()->name()), range(one->collation()));
    if (auto* one = dynamic_cast<Grammar::CommentClauseContext*>(clause)) out.object.comment = text(one->comment()->STRING());
    if (auto* one = dynamic_cast<Grammar::WasClauseContext*>(clause)) add(out.object, one->was());
    if (auto* one = dynamic_cast<Grammar::BackfillClauseContext*>(clause)) out.backfill = text(one->BACKTICKED());
    if (auto* one = dynamic_cast<Grammar::UsingClauseContext*>(clause)) out.conversion = text(one->BACKTICKED());
    if (dynamic_cast<Grammar::IndexClauseContext*>(clause)) out.index = true;
    if (auto* one = dynamic_cast<Grammar::AttributesClauseContext*>(clause)) add(out.attributes, one->attributes());
    add_constraint(out, clause);
  }

  void add_constraint(ColumnSyntax& out, Grammar::ColumnClauseContext* clause) const {
    const auto keep = [&](auto* one, ConstraintKind kind) -> ConstraintSyntax& {
      out.constraints.push_back(constraint(one, kind));
      out.constraints.back().object.clauses = ranges(one->inlineOption());
      for (auto* option : one->inlineOption()) add(out.constraints.back(), option);
      out.constraints.back().columns = {out.name};
      return out.constraints.back();
    };
    if (auto* one = dynamic_cast<Grammar::PrimaryKeyClauseContext*>(clause)) keep(one, ConstraintKind::primary_key);
    if (auto* one = dynamic_cast<Grammar::UniqueClauseContext*>(clause))
      keep(one, ConstraintKind::unique).nulls_not_distinct = !one->DISTINCT().empty() && !one->NOT().empty();
    if (auto* one = dynamic_cast<Grammar::CheckClauseContext*>(clause)) keep(one, ConstraintKind::check).expression = text(one->BACKTICKED());
    if (auto* one = dynamic_cast<Grammar::ReferenceClauseContext*>(clause))
      keep(one, ConstraintKind::foreign_key).reference = reference(one->reference());
  }

  Text value(Grammar::ValueContext* c) const {
    if (c->BACKTICKED()) return text(c->BACKTICKED());
    return {std::string(slice(range(c))), range(c)};
  }

  std::string_view text_;
  std::span<const Token> tokens_;
};

}  // namespace

Declaration read_tree(const Sentence& sentence, Grammar::DeclarationContext* tree) { return TreeReader(sentence).declaration(tree); }
TableItem read_tree(const Sentence& sentence, Grammar::TableItemContext* tree) { return TreeReader(sentence).item(tree); }
std::vector<EnumLabelSyntax> read_tree(const Sentence& sentence, Grammar::EnumLabelsContext* tree) { return TreeReader(sentence).labels(tree); }

}  // namespace schemac::language
