#include "cli/cli.h"
#include "connections/interruption.h"

int main(int argc, char** argv) {
  const int code = schemac::run(argc, argv);
  schemac::end_interruptions();
  return code;
}
