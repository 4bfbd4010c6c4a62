# SPDX-License-Identifier: Apache-2.0
# whit_add_test(NAME SOURCES ... LIBS ... [LABELS slow]): one Catch2 program, its cases run by
# ctest. "slow" ones are left out under the sanitizers.
if(WHIT_TESTS)
  find_package(Catch2 2.13 REQUIRED)
  include(Catch)
endif()

function(whit_add_test name)
  cmake_parse_arguments(TEST "" "TIMEOUT;LABELS" "SOURCES;LIBS" ${ARGN})
  if(NOT TEST_TIMEOUT)
    set(TEST_TIMEOUT 300)
  endif()
  set(labels)
  if(TEST_LABELS)
    set(labels LABELS ${TEST_LABELS})
  endif()
  add_executable(${name} ${TEST_SOURCES})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  target_compile_definitions(${name} PRIVATE
    WHIT_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
    WHIT_SHARED_VECTORS="${PROJECT_SOURCE_DIR}/../shared/vectors")
  target_link_libraries(${name} PRIVATE ${TEST_LIBS} whit_flags Catch2::Catch2WithMain)
  # What is under test keeps its own options; the tests themselves compile in half the time.
  if(WHIT_SANITIZE)
    target_compile_options(${name} PRIVATE -O0)
  elseif(CMAKE_BUILD_TYPE MATCHES "Rel")
    target_compile_options(${name} PRIVATE -O1 -g0)
  endif()
  catch_discover_tests(${name} TEST_PREFIX "${name}: " PROPERTIES TIMEOUT ${TEST_TIMEOUT}
    ${labels})
endfunction()
