// Operations on sequences that stand on their own.
#pragma once

#include "operations/touches.h"
#include "operations/undo.h"
#include "schema/schema.h"

namespace schemac {

struct CreateSequence {
  Sequence sequence;
  bool operator==(const CreateSequence&) const = default;
};

struct DropSequence {
  Sequence sequence;
  bool operator==(const DropSequence&) const = default;
};

struct RenameSequence {
  QualifiedName from;
  QualifiedName to;
  bool operator==(const RenameSequence&) const = default;
};

// Options, owner or attributes; both sides have the same name.
struct AlterSequence {
  Sequence before;
  Sequence after;
  bool operator==(const AlterSequence&) const = default;
};

// A sequence of `before` may stand where one of `after` cannot.
bool narrows(const SequenceOptions& before, const SequenceOptions& after);

std::string describe(const CreateSequence&);
std::string describe(const DropSequence&);
std::string describe(const RenameSequence&);
std::string describe(const AlterSequence&);
void apply(const CreateSequence&, Schema&);
void apply(const DropSequence&, Schema&);
void apply(const RenameSequence&, Schema&);
void apply(const AlterSequence&, Schema&);
Undo invert(const CreateSequence&);
Undo invert(const DropSequence&);
Undo invert(const RenameSequence&);
Undo invert(const AlterSequence&);
Touches touches(const CreateSequence&);
Touches touches(const DropSequence&);
Touches touches(const RenameSequence&);
Touches touches(const AlterSequence&);

}  // namespace schemac
