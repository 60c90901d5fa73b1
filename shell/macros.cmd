# SPDX-License-Identifier: MIT
# The hook's macros for cmd.exe, as doskey reads them. What is typed stands in the line that cmd reads just once.
cd=cd $* & "%__cvenv_hook%" at
chdir=chdir $* & "%__cvenv_hook%" at
pushd=pushd $* & "%__cvenv_hook%" at
popd=popd $* & "%__cvenv_hook%" at
cd..=cd .. & "%__cvenv_hook%" at
cd\=cd \ & "%__cvenv_hook%" at
cd/=cd / & "%__cvenv_hook%" at
cvenv=if $1.==activate. ("%__cvenv_hook%" hand activate $2 $3 $4 $5 $6 $7 $8 $9) else if $1.==deactivate. ("%__cvenv_hook%" hand deactivate $2 $3 $4 $5 $6 $7 $8 $9) else if $1.==reload. ("%__cvenv_hook%" hand reload $2 $3 $4 $5 $6 $7 $8 $9) else if $1.==allow. ("%__cvenv_exe%" $* & "%__cvenv_hook%" at) else if $1.==deny. ("%__cvenv_exe%" $* & "%__cvenv_hook%" at) else "%__cvenv_exe%" $*
deactivate="%__cvenv_hook%" hand deactivate $*
a:=a: & "%__cvenv_hook%" at
b:=b: & "%__cvenv_hook%" at
c:=c: & "%__cvenv_hook%" at
d:=d: & "%__cvenv_hook%" at
e:=e: & "%__cvenv_hook%" at
f:=f: & "%__cvenv_hook%" at
g:=g: & "%__cvenv_hook%" at
h:=h: & "%__cvenv_hook%" at
i:=i: & "%__cvenv_hook%" at
j:=j: & "%__cvenv_hook%" at
k:=k: & "%__cvenv_hook%" at
l:=l: & "%__cvenv_hook%" at
m:=m: & "%__cvenv_hook%" at
n:=n: & "%__cvenv_hook%" at
o:=o: & "%__cvenv_hook%" at
p:=p: & "%__cvenv_hook%" at
q:=q: & "%__cvenv_hook%" at
r:=r: & "%__cvenv_hook%" at
s:=s: & "%__cvenv_hook%" at
t:=t: & "%__cvenv_hook%" at
u:=u: & "%__cvenv_hook%" at
v:=v: & "%__cvenv_hook%" at
w:=w: & "%__cvenv_hook%" at
x:=x: & "%__cvenv_hook%" at
y:=y: & "%__cvenv_hook%" at
z:=z: & "%__cvenv_hook%" at
