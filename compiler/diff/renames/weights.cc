// Made by tests/renames/train from the histories of 10 projects (1916 pairs of columns, 468 of tables). Not to be
// changed by hand.
#include "diff/renames/model.h"

namespace schemac {

// clang-format off
const RenameModel& trained_model() {
  static constexpr RenameModel model{
      .columns = {.bias = -13.2523,
                  .of = {
          /* same_type          */ 3.6009,
          /* near_type          */ 0.5539,
          /* rare_type          */ 3.8124,
          /* same_nullability   */ 3.3258,
          /* same_default       */ -1.1117,
          /* other_default      */ -0.0940,
          /* same_key_counting  */ 0.0002,
          /* same_place         */ -0.7639,
          /* same_inner_place   */ 2.3910,
          /* same_run           */ 1.1623,
          /* appended           */ -7.2102,
          /* other_place        */ -0.5818,
          /* no_order           */ 1.4901,
          /* run_types          */ 1.4787,
          /* words              */ 0.0759,
          /* letters            */ 3.2030,
          /* meaning            */ 0.4431,
          /* related            */ 1.7661,
          /* shares_a_word      */ 1.1696,
          /* one_subject        */ 0.7760,
          /* same_words         */ -0.1164,
          /* contained_words    */ 0.3075,
          /* same_last_word     */ 1.5713,
          /* same_first_word    */ 2.7195,
          /* same_foreign_key   */ 0.9258,
          /* other_foreign_key  */ -0.8749,
          /* one_foreign_key    */ -1.3713,
          /* same_keys          */ 4.3728,
          /* other_keys         */ -1.0942,
          /* rivals             */ -7.8405,
          /* run_rivals         */ 2.3739,
          /* nearer_rival       */ -1.9095,
          /* clear_name         */ -0.1881,
          /* only_one           */ -5.1009,
          /* same_change        */ 3.1232,
          /* taken_name         */ 2.3137,
          /* same_comment       */ 3.0000,
          /* end_without_words  */ 2.6110,
          /* id_of_another      */ 1.8384,
          /* near_and_place     */ 2.0304,
          /* type_and_place     */ 0.4468,
          /* type_and_words     */ 1.0888,
          /* place_and_words    */ 0.1400,
          /* type_without_words */ 0.4568,
      }},
      .tables = {.bias = -13.8702,
                 .of = {
          /* shared_columns    */ 1.4239,
          /* likely_columns    */ 2.3967,
          /* most_shared       */ 2.0483,
          /* same_order        */ 3.2647,
          /* same_types        */ 2.9293,
          /* same_key          */ 0.2974,
          /* other_references  */ 1.9816,
          /* shared_referrers  */ 6.9112,
          /* words             */ 2.2669,
          /* related           */ -1.3712,
          /* letters           */ 4.7697,
          /* same_name         */ 5.4000,
          /* size              */ 1.1248,
          /* rivals            */ -3.6964,
          /* nearer_rival      */ -1.6965,
          /* clear_lead        */ 6.1939,
          /* clear_name        */ 5.1839,
          /* only_one          */ 1.0751,
          /* columns_and_words */ 1.0924,
      }},
  };
  return model;
}
// clang-format on

}  // namespace schemac
