// A cast of an array of values, `(ARRAY[a, b])::t[]`, which is what the engine prints for `x IN (…)` over varchar. It
// reads that back as casts of the elements, `ARRAY[(a)::t, (b)::t]`: a dump that was loaded holds another text than the
// database it came from.
#pragma once

#include <string>
#include <string_view>

namespace schemac::postgresql {

// As the engine prints it once it has read its own text: the same for both spellings.
std::string with_casts_of_elements(std::string_view sql);

// `x = ANY ((ARRAY['a'::character varying])::text[])` without that cast, which the engine then adds itself: the same
// text again. Where a column stands on the left, as the `x IN ('a')` that it was.
std::string rereadable(std::string_view canonical);

}  // namespace schemac::postgresql
