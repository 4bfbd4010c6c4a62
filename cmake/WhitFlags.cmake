# SPDX-License-Identifier: Apache-2.0
# One language level and one set of warnings for every target.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 99)
set(CMAKE_C_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE RelWithDebInfo)
endif()
# Asserts stay in: a broken precondition must stop the program in every build that we ship.
string(REPLACE "-DNDEBUG" "" CMAKE_CXX_FLAGS_RELWITHDEBINFO "${CMAKE_CXX_FLAGS_RELWITHDEBINFO}")
# Lines and functions are what a stack trace needs; the rest costs a fifth of the compile time.
string(REGEX REPLACE "-g( |$)" "-g1\\1" CMAKE_CXX_FLAGS_RELWITHDEBINFO "${CMAKE_CXX_FLAGS_RELWITHDEBINFO}")

find_program(WHIT_CCACHE ccache)
if(WHIT_CCACHE AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_C_COMPILER_LAUNCHER ${WHIT_CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${WHIT_CCACHE})
endif()

add_library(whit_flags INTERFACE)
target_compile_options(whit_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Werror
  $<$<COMPILE_LANGUAGE:CXX>:-Wconversion -Wsign-conversion>
  -fstack-protector-strong -fno-strict-aliasing)
target_compile_definitions(whit_flags INTERFACE OPENSSL_NO_DEPRECATED)
if(CMAKE_BUILD_TYPE MATCHES "Rel" AND NOT WHIT_SANITIZE)
  target_compile_definitions(whit_flags INTERFACE _FORTIFY_SOURCE=2)
endif()

# WHIT_SANITIZE names sanitizers for the whole build ("address,undefined"). A finding ends the
# program, so a test can't pass over it.
if(WHIT_SANITIZE)
  # Layers without RTTI have no type information that a vptr check could look at.
  add_compile_options(-fsanitize=${WHIT_SANITIZE} -fno-sanitize-recover=all -fno-sanitize=vptr
    -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${WHIT_SANITIZE})
endif()
