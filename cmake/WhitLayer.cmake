# SPDX-License-Identifier: Apache-2.0
# whit_layer(NAME SOURCES ... LIBS ... [PURE]): one static library a layer.
# PURE layers (base to verify) compile without exceptions, as they will for WebAssembly.
function(whit_layer name)
  cmake_parse_arguments(LAYER "PURE" "" "SOURCES;LIBS" ${ARGN})
  add_library(${name} STATIC ${LAYER_SOURCES})
  target_include_directories(${name} PUBLIC
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/src>)
  target_link_libraries(${name} PUBLIC ${LAYER_LIBS} PRIVATE $<BUILD_INTERFACE:whit_flags>)
  if(WHIT_FUZZ)  # libFuzzer wants to know where the code under test has been
    target_compile_options(${name} PRIVATE -fsanitize=fuzzer-no-link)
  endif()
  if(LAYER_PURE)
    target_compile_options(${name} PRIVATE -fno-exceptions -fno-rtti)
  endif()
endfunction()
