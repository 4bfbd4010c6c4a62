# SPDX-License-Identifier: Apache-2.0
# cmake --install: library, headers, programs, and the two ways to find them.
include(CMakePackageConfigHelpers)
set(WHIT_CMAKE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/whit)

install(TARGETS whit-verify-static whit-verify-shared EXPORT whitTargets
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(FILES include/whit.h DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} OPTIONAL)
install(DIRECTORY include/whit DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} FILES_MATCHING PATTERN "*.h")
foreach(program whit-issuer whit-wallet whit-verify whit-audit)
  if(TARGET ${program})
    install(TARGETS ${program} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
  endif()
endforeach()

# The pages that work in a browser, where scripts/web has built them; whit-issuer serve finds them there.
foreach(page check wallet)
  install(DIRECTORY ${CMAKE_BINARY_DIR}/web/${page}/ DESTINATION ${CMAKE_INSTALL_DATADIR}/whit/${page}
    OPTIONAL PATTERN ".*" EXCLUDE PATTERN "*.gz" EXCLUDE)
endforeach()

install(EXPORT whitTargets NAMESPACE whit:: DESTINATION ${WHIT_CMAKE_DIR})
configure_package_config_file(cmake/whitConfig.cmake.in ${CMAKE_BINARY_DIR}/whitConfig.cmake
  INSTALL_DESTINATION ${WHIT_CMAKE_DIR})
write_basic_package_version_file(${CMAKE_BINARY_DIR}/whitConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/whitConfig.cmake ${CMAKE_BINARY_DIR}/whitConfigVersion.cmake
  DESTINATION ${WHIT_CMAKE_DIR})

# The prefix in a .pc file is found from where the file lies, so a staged tree works in place.
file(RELATIVE_PATH WHIT_PC_TO_PREFIX "/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/")
foreach(pc whit-verify whit-verify-cxx)
  configure_file(cmake/${pc}.pc.in ${CMAKE_BINARY_DIR}/${pc}.pc @ONLY)
  install(FILES ${CMAKE_BINARY_DIR}/${pc}.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
endforeach()
