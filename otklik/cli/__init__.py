"""The program `otklik`: one file a command, each with `main(argv) -> exit code`.

A command's module is imported only when it is called, so that `otklik mail parse` starts without Django.
What a person may have got wrong is said in a sentence on standard error with exit code 1; usage errors are 2.
"""
