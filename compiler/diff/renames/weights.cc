// Made by tests/renames/train from the histories of 10 projects (2041 pairs of columns, 364 of tables). Not to be changed by hand.
#include "diff/renames/model.h"

namespace schemac {

// clang-format off
const RenameModel& trained_model() {
  static constexpr RenameModel model{
      .columns = {.bias = -8.3810,
                  .of = {
          /* same_type          */ 1.0952,
          /* near_type          */ 0.7814,
          /* rare_type          */ 0.7965,
          /* same_nullability   */ 1.1632,
          /* same_default       */ 0.6078,
          /* other_default      */ -0.0706,
          /* same_key_counting  */ 0.0000,
          /* same_place         */ 0.8933,
          /* same_inner_place   */ 2.1626,
          /* same_run           */ 2.5955,
          /* appended           */ -0.6867,
          /* other_place        */ -0.8933,
          /* words              */ -0.1276,
          /* letters            */ 1.0947,
          /* same_words         */ 0.3089,
          /* contained_words    */ 1.0453,
          /* same_last_word     */ -0.1739,
          /* same_first_word    */ 0.8318,
          /* same_foreign_key   */ 0.6362,
          /* other_foreign_key  */ -0.5198,
          /* one_foreign_key    */ -0.1802,
          /* same_keys          */ 0.4577,
          /* other_keys         */ -0.2249,
          /* rivals             */ -3.2064,
          /* run_rivals         */ 0.0975,
          /* nearer_rival       */ -1.3427,
          /* clear_name         */ 0.0321,
          /* only_one           */ 0.9631,
          /* same_change        */ 0.9323,
          /* taken_name         */ 1.8773,
          /* same_comment       */ 2.0000,
          /* end_without_words  */ -0.4244,
          /* id_of_another      */ -0.1741,
          /* near_and_place     */ 0.8853,
          /* type_and_place     */ 1.7540,
          /* type_and_words     */ 0.8240,
          /* place_and_words    */ 0.7670,
          /* type_without_words */ 1.2178,
      }},
      .tables = {.bias = -11.1774,
                 .of = {
          /* shared_columns    */ 2.0829,
          /* likely_columns    */ 2.2760,
          /* most_shared       */ 1.5508,
          /* same_order        */ 3.7433,
          /* same_types        */ 2.0897,
          /* same_key          */ 0.7919,
          /* other_references  */ 1.4919,
          /* shared_referrers  */ 3.6000,
          /* words             */ 1.8736,
          /* letters           */ 1.7523,
          /* same_name         */ 5.4000,
          /* size              */ 0.4079,
          /* rivals            */ -3.1448,
          /* nearer_rival      */ -1.3689,
          /* clear_lead        */ 2.8390,
          /* clear_name        */ 3.2756,
          /* only_one          */ -0.8142,
          /* columns_and_words */ 1.0957,
      }},
  };
  return model;
}
// clang-format on

}  // namespace schemac
