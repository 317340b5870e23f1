// What is lost when an object given as SQL gets another definition: what it guards, when it fires, with whose rights it
// runs. By kind, what is looked at, in the words of every engine that has it:
//   policy            AS, FOR, TO, USING, WITH CHECK: PostgreSQL lets a row pass that any permissive policy lets pass
//   and every restrictive one function, view    SECURITY DEFINER and INVOKER, DEFINER =, SET search_path, LEAKPROOF;
//   security_barrier, security_invoker, WITH CHECK OPTION trigger, rule     moment, events, UPDATE OF, FOR EACH, WHEN
//   and WHERE; DO INSTEAD; ENABLE, DISABLE, REPLICA, ALWAYS event             ENABLE, DISABLE grant, revoke     the
//   rights, WITH GRANT OPTION; default privileges too domain constraint, partition constraint, index    what they hold
//   rows to
// Not what a body or a query does: a function, a view, a trigger that does something else is what was asked for.
#pragma once

#include "rules/implication.h"
#include "rules/loss.h"
#include "schema/schema.h"

namespace schemac {

Losses losses_of_change(const SqlObject& before, const SqlObject& after, const Spelling& spelling);

// Of one that is made for something that was there before. A policy counts where row security is on already.
Losses losses_of_creation(const SqlObject& object, bool guarded_rows, const Spelling& spelling);

// What an object that stays as it is guards no more, or lets pass, when what it names begins to compare in another way.
// Of a view its query counts, and those of the views that it reads: `queries`.
struct ComparedAnew {
  std::set<std::string> names;  // of columns, or of a type
  Compared change;
  std::string what;  // `users.name, which …`
};
Losses losses_of_comparison(const SqlObject& object, const std::vector<const SqlObject*>& queries,
                            const ComparedAnew& compared, const Spelling& spelling);

bool is_right(const SqlObject& object);
// What a role may do with a column is among what it may do with the table.
bool holds_rights_of(const SqlObject& on_table, const SqlObject& on_column, const Spelling& spelling);

// The check of a domain or a partition is said by another one, under whatever name.
bool is_said_by(const SqlObject& constraint, const SqlObject& other, const Spelling& spelling);

}  // namespace schemac
