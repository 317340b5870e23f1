// Made by tests/renames/train from the histories of 10 projects (2041 pairs of columns, 364 of tables). Not to be changed by hand.
#include "diff/renames/model.h"

namespace schemac {

// clang-format off
const RenameModel& trained_model() {
  static constexpr RenameModel model{
      .columns = {.bias = -8.1962,
                  .of = {
          /* same_type          */ 1.1794,
          /* near_type          */ 0.7822,
          /* rare_type          */ 0.5305,
          /* same_nullability   */ 0.8350,
          /* same_default       */ 0.6572,
          /* other_default      */ -0.0825,
          /* same_key_counting  */ 0.0000,
          /* same_place         */ 0.8500,
          /* same_inner_place   */ 1.7662,
          /* same_run           */ 3.0233,
          /* appended           */ -0.6293,
          /* other_place        */ -0.8500,
          /* words              */ 0.1043,
          /* letters            */ 1.4892,
          /* same_words         */ 0.0450,
          /* contained_words    */ 0.9721,
          /* same_last_word     */ -0.2244,
          /* same_first_word    */ 0.5990,
          /* same_foreign_key   */ 1.5230,
          /* other_foreign_key  */ -0.6127,
          /* one_foreign_key    */ -0.1145,
          /* same_keys          */ 0.6250,
          /* other_keys         */ -0.4090,
          /* rivals             */ -2.3873,
          /* nearer_rival       */ -1.6720,
          /* clear_name         */ 1.1436,
          /* only_one           */ 0.6156,
          /* same_change        */ 1.1531,
          /* taken_name         */ 2.0464,
          /* same_comment       */ 2.0000,
          /* end_without_words  */ -0.5936,
          /* id_of_another      */ -0.2814,
          /* near_and_place     */ 0.8787,
          /* type_and_place     */ 1.7993,
          /* type_and_words     */ 0.7402,
          /* place_and_words    */ 1.0619,
          /* type_without_words */ 1.1938,
      }},
      .tables = {.bias = -5.9922,
                 .of = {
          /* shared_columns    */ 1.3343,
          /* most_shared       */ 0.9296,
          /* same_order        */ 2.3825,
          /* same_types        */ 1.2019,
          /* same_key          */ 0.3737,
          /* other_references  */ 0.4579,
          /* shared_referrers  */ 2.0000,
          /* words             */ 1.0135,
          /* letters           */ 0.8950,
          /* same_name         */ 3.0000,
          /* size              */ 0.8873,
          /* rivals            */ -2.2441,
          /* nearer_rival      */ -0.5690,
          /* only_one          */ -0.2427,
          /* columns_and_words */ 0.9676,
      }},
  };
  return model;
}
// clang-format on

}  // namespace schemac
