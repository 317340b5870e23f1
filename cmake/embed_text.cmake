# Writes a header with a text as a constant, in pieces that every compiler takes:
#   cmake -DOUTPUT=builtins_text.h -DNAME=builtins_text -DTEXT=builtins.txt -P embed_text.cmake
file(READ ${TEXT} content)
string(LENGTH "${content}" length)
set(pieces)
set(at 0)
while(at LESS length)
  string(SUBSTRING "${content}" ${at} 12000 piece)
  string(APPEND pieces "\n  R\"schemac(${piece})schemac\"")
  math(EXPR at "${at} + 12000")
endwhile()
get_filename_component(source ${TEXT} NAME)
file(WRITE ${OUTPUT} "// Made from ${source} at build time.\n#pragma once\n\nnamespace schemac {\n\ninline constexpr char ${NAME}[] =${pieces};\n\n}  // namespace schemac\n")
