#include "cli/cli.h"

int main(int argc, char** argv) { return schemac::run(argc, argv); }
