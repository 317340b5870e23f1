# Writes a header with the content of each template as a constant, named after its file:
#   cmake -DOUTPUT=templates.h "-DTEMPLATES=a.py.mustache;b.sql.mustache" -P embed.cmake
set(header "// Made from templates/ at build time.\n#pragma once\n\n#include <string_view>\n\nnamespace schemac::templates {\n")
foreach(template ${TEMPLATES})
  file(READ ${template} content)
  get_filename_component(name ${template} NAME)
  string(REGEX REPLACE "\\..*" "" name ${name})
  string(APPEND header "\ninline constexpr std::string_view ${name} = R\"schemac(${content})schemac\";\n")
endforeach()
string(APPEND header "\n}  // namespace schemac::templates\n")
file(WRITE ${OUTPUT} "${header}")
