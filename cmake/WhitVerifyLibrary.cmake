# SPDX-License-Identifier: Apache-2.0
# libwhit-verify: the verifier as integrators get it, the objects of layers 0 to 4 in one
# archive, for C++ and C, and one shared library that exports the C ABI alone.
set(WHIT_VERIFY_OBJECTS)
foreach(layer IN LISTS WHIT_VERIFIER_LAYERS)
  if(TARGET whit_${layer})
    list(APPEND WHIT_VERIFY_OBJECTS $<TARGET_OBJECTS:whit_${layer}>)
  endif()
endforeach()

add_library(whit-verify-static STATIC ${WHIT_VERIFY_OBJECTS})
add_library(whit-verify-shared SHARED ${WHIT_VERIFY_OBJECTS})
foreach(lib whit-verify-static whit-verify-shared)
  set_target_properties(${lib} PROPERTIES OUTPUT_NAME whit-verify LINKER_LANGUAGE CXX
    ARCHIVE_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib)
  target_include_directories(${lib} INTERFACE
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  target_compile_features(${lib} INTERFACE cxx_std_20)
  target_link_libraries(${lib} PRIVATE PkgConfig::SODIUM OpenSSL::Crypto)
endforeach()
set_target_properties(whit-verify-static PROPERTIES EXPORT_NAME verify)
set_target_properties(whit-verify-shared PROPERTIES EXPORT_NAME verify_c
  VERSION ${PROJECT_VERSION} SOVERSION 0
  LINK_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/whit-verify.map)
target_link_options(whit-verify-shared PRIVATE
  "LINKER:--version-script=${CMAKE_CURRENT_LIST_DIR}/whit-verify.map"
  LINKER:--gc-sections LINKER:-z,relro,-z,now)
if(NOT WHIT_SANITIZE)
  target_link_options(whit-verify-shared PRIVATE LINKER:-z,defs)
endif()
