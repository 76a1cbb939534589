tongbao("ledger",{"columns":[
{"id":"subject","title":"点评对象","type":"text","class":"","main":true,"head":true,"words":["","试验学院党总支"],"pages":["record/2010-q3/review/yuan.html"],"cells":[1]},
{"id":"organisation","title":"党组织","type":"text","class":"","main":true,"words":["","校党委","试验学院党总支"],"ids":["","xiao","yuan"],"above":[0,0,1],"names":["","校党委","　试验学院党总支"],"links":["","organisation/xiao.html","organisation/yuan.html"],"cells":[2]},
{"id":"period","title":"周期","type":"text","class":"","main":true,"words":["","三季度"],"ids":["","2010-q3"],"cells":[1]},
{"id":"form","title":"点评表","type":"text","class":"","main":true,"words":["","党组织点评表"],"ids":["","organisation"],"cells":[1]},
{"id":"reviewer","title":"点评人","type":"text","class":"","main":true,"words":["","甲一"],"cells":[1]},
{"id":"date","title":"点评时间","type":"date","class":"","main":true,"words":["","2010-10-11"],"cells":[1]},
{"id":"method","title":"点评方式","type":"text","class":"","main":true,"words":["","现场"],"ids":["","on-site"],"cells":[1]}],
"count":1});
