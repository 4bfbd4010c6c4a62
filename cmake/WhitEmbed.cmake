# SPDX-License-Identifier: Apache-2.0
# whit_embed(TARGET FUNCTION FILE...): puts files into TARGET, so that a program needs none beside
# it. The code that wants them declares FUNCTION itself, in namespace whit:
#
#   std::span<const EmbeddedFile> FUNCTION() noexcept;     // base/embedded.h
#
# and gets the files in the order given, each under its name without folders.
set(WHIT_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_FILE})

function(whit_embed target function)
  set(output ${CMAKE_CURRENT_BINARY_DIR}/${function}.cpp)
  set(paths)
  foreach(file IN LISTS ARGN)
    get_filename_component(path ${file} ABSOLUTE)
    list(APPEND paths ${path})
  endforeach()
  add_custom_command(
    OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${output} -DFUNCTION=${function} "-DFILES=${paths}"
      -P ${WHIT_EMBED_SCRIPT}
    DEPENDS ${paths} ${WHIT_EMBED_SCRIPT}
    VERBATIM)
  target_sources(${target} PRIVATE ${output})
endfunction()

# What the build runs: this file as a script.
if(CMAKE_SCRIPT_MODE_FILE STREQUAL CMAKE_CURRENT_LIST_FILE)
  set(rows)
  foreach(file IN LISTS FILES)
    get_filename_component(name ${file} NAME)
    file(SIZE ${file} size)
    file(READ ${file} hex HEX)
    string(REGEX REPLACE "(................................)" "\\1\"\n     \"" lines "${hex}")
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" lines "${lines}")
    string(APPEND rows "    {\"${name}\", {\"${lines}\",\n     ${size}}},\n")
  endforeach()
  file(WRITE ${OUTPUT} "// Written by cmake/WhitEmbed.cmake.
#include <span>

#include \"base/embedded.h\"

// The longest literal that a compiler must take is 64 KiB; all of ours take more.
#pragma GCC diagnostic ignored \"-Woverlength-strings\"

namespace whit {
namespace {

constexpr EmbeddedFile kFiles[] = {
${rows}};

}  // namespace

std::span<const EmbeddedFile> ${FUNCTION}() noexcept;
std::span<const EmbeddedFile> ${FUNCTION}() noexcept { return kFiles; }

}  // namespace whit
")
endif()
