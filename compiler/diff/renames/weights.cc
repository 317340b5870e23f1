// Made by tests/renames/train from the histories of 10 projects (1916 pairs of columns, 473 of tables). Not to be changed by hand.
#include "diff/renames/model.h"

namespace schemac {

// clang-format off
const RenameModel& trained_model() {
  static constexpr RenameModel model{
      .columns = {.bias = -13.0412,
                  .of = {
          /* same_type          */ 3.5893,
          /* near_type          */ 0.5851,
          /* rare_type          */ 3.8451,
          /* same_nullability   */ 3.2894,
          /* same_default       */ -1.0275,
          /* other_default      */ -0.0942,
          /* same_key_counting  */ 0.0003,
          /* same_place         */ -0.7166,
          /* same_inner_place   */ 2.2669,
          /* same_run           */ 1.1396,
          /* appended           */ -7.1119,
          /* other_place        */ -0.5812,
          /* no_order           */ 1.4367,
          /* run_types          */ 1.5073,
          /* words              */ 0.0877,
          /* letters            */ 3.2161,
          /* meaning            */ 0.8914,
          /* related            */ 1.1729,
          /* shares_a_word      */ 1.1829,
          /* one_subject        */ 0.2518,
          /* same_words         */ 0.1022,
          /* contained_words    */ 0.6862,
          /* same_last_word     */ 1.4445,
          /* same_first_word    */ 2.8081,
          /* same_foreign_key   */ 0.8227,
          /* other_foreign_key  */ -0.8946,
          /* one_foreign_key    */ -1.4134,
          /* same_keys          */ 4.4011,
          /* other_keys         */ -1.0242,
          /* rivals             */ -7.7869,
          /* run_rivals         */ 2.3500,
          /* nearer_rival       */ -1.8656,
          /* clear_name         */ -0.2239,
          /* only_one           */ -5.1692,
          /* same_change        */ 3.1659,
          /* taken_name         */ 2.2446,
          /* same_comment       */ 3.0000,
          /* end_without_words  */ 2.4949,
          /* id_of_another      */ 1.7045,
          /* near_and_place     */ 2.0177,
          /* type_and_place     */ 0.4479,
          /* type_and_words     */ 1.0884,
          /* place_and_words    */ 0.2731,
          /* type_without_words */ 0.2251,
      }},
      .tables = {.bias = -13.8666,
                 .of = {
          /* shared_columns    */ 1.4258,
          /* likely_columns    */ 2.3938,
          /* most_shared       */ 2.0447,
          /* same_order        */ 3.2659,
          /* same_types        */ 2.9262,
          /* same_key          */ 0.2989,
          /* other_references  */ 1.9763,
          /* shared_referrers  */ 6.9157,
          /* words             */ 2.2642,
          /* related           */ -1.3671,
          /* letters           */ 4.7663,
          /* same_name         */ 5.4000,
          /* size              */ 1.1255,
          /* rivals            */ -3.6891,
          /* nearer_rival      */ -1.6992,
          /* clear_lead        */ 6.1927,
          /* clear_name        */ 5.1735,
          /* only_one          */ 1.0727,
          /* columns_and_words */ 1.0933,
      }},
  };
  return model;
}
// clang-format on

}  // namespace schemac
