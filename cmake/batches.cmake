# Six files of a room are compiled as one: a full build takes half the time, since most of it is spent in headers. Names in
# anonymous namespaces must therefore differ within a room; -Wshadow=local does not count them as shadowed.
#
# CMake's own UNITY_BUILD would write absolute paths into what is compiled, and a compiler cache could serve one checkout only.
#
#   schemac_batches(OUT NAME SOURCES FILE… [ALONE FILE…])
#
# sets OUT to what takes the place of the sources: batches, and those that have to stay alone. Paths below the source folder are
# absolute or relative to it.
function(schemac_batches out name)
  cmake_parse_arguments(ARG "" "" "SOURCES;ALONE" ${ARGN})
  set(result)
  set(batch)
  set(number 0)
  set(alone)
  foreach(source ${ARG_ALONE})
    cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
    list(APPEND alone ${source})
  endforeach()
  foreach(source ${ARG_SOURCES} END)
    if(NOT source STREQUAL END)
      cmake_path(ABSOLUTE_PATH source BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
      if(source IN_LIST alone)
        list(APPEND result ${source})
        continue()
      endif()
      cmake_path(RELATIVE_PATH source BASE_DIRECTORY ${CMAKE_SOURCE_DIR} OUTPUT_VARIABLE path)
      string(APPEND batch "#include \"${path}\"\n")
      math(EXPR number "${number} + 1")
      math(EXPR rest "${number} % 6")
    endif()
    if(batch AND (source STREQUAL END OR rest EQUAL 0))
      set(file ${CMAKE_BINARY_DIR}/batches/${name}_${number}.cc)
      file(CONFIGURE OUTPUT ${file} CONTENT "${batch}" @ONLY)
      list(APPEND result ${file})
      set(batch)
    endif()
  endforeach()
  set(${out} ${result} PARENT_SCOPE)
endfunction()
